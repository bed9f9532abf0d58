import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";
import {sendUnanswered} from "../rest/problems.ts";
import type {Pages} from "./pages.ts";

const API_PATHS =
  /^\/+(compute|explainer|v1|health|problems|schemas|openapi\.json|docs|metrics|socket\.io)(\/|$)/;

/**
 * Answers what no route does: a page to whoever may want one, and a problem to the others (other methods, the API's
 * own paths, programs that take JSON and no HTML).
 */
export function answerTheRest(
  fastify: FastifyInstance,
  parts: {
    /** The site for this request; null where there is none. */
    pagesFor(request: FastifyRequest): Pages | null;
    /** Tells which methods a path takes. */
    methodsOf(path: string): string[];
    /** What is said at the root where there is no site. */
    root: object | null;
  }
) {
  const {pagesFor, methodsOf, root} = parts;
  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const path = request.url.split("?", 1)[0] as string;
    const isRead = request.method === "GET" || request.method === "HEAD";
    const pages = pagesFor(request);
    const allowed = methodsOf(path);
    if (allowed.length > 0) return sendUnanswered(reply, allowed);
    if (!pages && root && path === "/")
      return isRead ? reply.send(root) : sendUnanswered(reply, ["GET", "HEAD"]);
    if (!pages || isOfTheApi(path)) return sendUnanswered(reply, []);
    if (!isRead) return sendUnanswered(reply, pages.has(path) ? ["GET", "HEAD"] : []);
    if (wantsJson(request) && !pages.has(path)) return sendUnanswered(reply, []);
    return pages.handle(request, reply);
  }
  // With a callback: after a promise the framework would answer again whoever went away in the middle of a file.
  fastify.addHook("onRequest", (request, reply, done) => {
    if (request.is404) answer(request, reply).catch((error) => reply.send(error));
    else done();
  });
  fastify.setNotFoundHandler((request, reply) => sendUnanswered(reply, methodsOf(request.url)));
}

/** Tells whether a path belongs to the API, where no page is. */
export function isOfTheApi(path: string): boolean {
  try {
    return API_PATHS.test(decodeURIComponent(path));
  } catch {
    return API_PATHS.test(path);
  }
}

const wantsJson = ({headers: {accept = ""}}: FastifyRequest): boolean =>
  /\bjson\b/.test(accept) && !/text\/html/.test(accept);
