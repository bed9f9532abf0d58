import type {FastifyInstance} from "fastify";

/**
 * Notes the routes that are registered after it. Answers a function that tells which methods a path takes; none when
 * the path is no route at all.
 */
export function noteMethods(app: FastifyInstance): (path: string) => string[] {
  const routes = new Map<string, {pattern: RegExp; methods: Set<string>}>();
  app.addHook("onRoute", ({url, method}) => {
    const route = routes.get(url) ?? {pattern: urlToPattern(url), methods: new Set()};
    for (const word of [method].flat()) route.methods.add(word);
    routes.set(url, route);
  });
  return (path) => {
    const methods = [...routes.values()].flatMap((r) => (r.pattern.test(path) ? [...r.methods] : []));
    return [...new Set(methods)].sort();
  };
}

/** Converts a route such as /v1/clients/:id to the pattern of its paths, with or without a slash at the end. */
function urlToPattern(url: string): RegExp {
  const segments = url
    .replace(/\/$/, "")
    .split("/")
    .map((segment) =>
      segment.startsWith(":")
        ? "[^/]+"
        : segment === "*"
          ? ".+"
          : segment.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    );
  return new RegExp(`^${segments.join("/")}/?$`);
}
