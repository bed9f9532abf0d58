import proxy from "@fastify/http-proxy";
import type {FastifyInstance} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {createFastify} from "../app.ts";
import type {Log} from "../log.ts";
import {isOwnOrigin} from "../origin.ts";
import {routeUnknown, sendProblem, useProblems} from "../rest/problems.ts";
import type {Pages} from "./pages.ts";

/** What the pages ask of the API, at their own address. */
export const PROXIED = [
  "/compute",
  "/explainer",
  "/v1",
  "/health",
  "/problems",
  "/schemas",
  "/openapi.json",
  "/socket.io"
];

/** Creates the server of the pages alone: it passes on what they ask of the API, so that they need no other origin. */
export async function createDashboard(parts: {
  /** Address of the API, e.g. http://127.0.0.1:8080 */
  api: string;
  pages: Pages | null;
  dns: string | null;
  log: Log;
  newId: () => string;
}): Promise<FastifyInstance> {
  const {api, pages, dns, log, newId} = parts;
  const fastify = createFastify(log, newId);
  useProblems(fastify);
  for (const prefix of PROXIED) {
    await fastify.register(proxy, {
      upstream: api,
      prefix,
      rewritePrefix: prefix,
      websocket: prefix === "/socket.io",
      preHandler: (request, _reply, done) => {
        const isSocket = request.url.startsWith("/socket.io");
        const refused = isSocket && !isOwnOrigin(request.headers, dns);
        done(
          refused
            ? new ScorebookError("ORIGIN_REFUSED", "Sockets are open to this server's own pages only.")
            : undefined
        );
      },
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => {
          const {origin: _origin, ...kept} = headers;
          return {...kept, "x-request-id": request.id};
        },
        onError: (reply, {error}) => {
          log.warn({err: error}, "the API does not answer");
          void sendProblem(
            reply as never,
            new ScorebookError(
              "API_UNREACHABLE",
              `The API at ${api} does not answer; start it with npm run api.`
            )
          );
        }
      }
    });
  }
  fastify.setNotFoundHandler((request, reply) => {
    if (!pages || (request.method !== "GET" && request.method !== "HEAD"))
      return sendProblem(reply, routeUnknown(request));
    reply.hijack();
    pages.handle(request.raw, reply.raw);
  });
  return fastify;
}
