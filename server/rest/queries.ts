import type {FastifyInstance, FastifyRequest} from "fastify";
import {type Issue, ScorebookError} from "../../src/core/errors.ts";
import {cut} from "../../src/core/shown.ts";

const MAX_ISSUES = 20;

interface QuerySchema {
  properties?: Record<string, unknown>;
  required?: readonly string[];
}

/** Refuses query parameters that a route does not declare: a misspelt one would be answered with something else. */
export function refuseUnknownParameters(app: FastifyInstance) {
  app.addHook("onRequest", async (request) => {
    if (request.is404) return;
    const error = unknownParameters(request);
    if (error) throw error;
  });
}

function unknownParameters({query, method, routeOptions}: FastifyRequest): ScorebookError | null {
  const {properties = {}, required = []} = (routeOptions.schema?.querystring ?? {}) as QuerySchema;
  const known = Object.keys(properties);
  const given = Object.keys(query as object);
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return null;
  const route = `${method} ${routeOptions.url}`;
  const expected = known.map((name) => `?${name}=`).join(" or ");
  const missing = required.filter((name) => !given.includes(name));
  const code = missing.includes("ID") ? "CLIENT_ID_INVALID" : "REQUEST_INVALID";
  const issues = [
    ...missing.map((name): Issue => ({code, path: `?${name}=`, message: `?${name}= is missing`})),
    ...unknown.slice(0, MAX_ISSUES).map((name): Issue => {
      const path = `?${cut(name, 40)}=`;
      const meant = known.find((own) => own.toLowerCase() === name.toLowerCase());
      const hint = meant ? `; did you mean ?${meant}=` : "";
      return {code, path, message: `${path} is no parameter of ${route}${hint}`};
    })
  ];
  const more = unknown.length > MAX_ISSUES ? `; and ${unknown.length - MAX_ISSUES} more` : "";
  const told = `${issues.map(({message}) => message).join("; ")}${more}`;
  return new ScorebookError(code, `${told}; expected ${expected || "no parameter"}.`, issues);
}
