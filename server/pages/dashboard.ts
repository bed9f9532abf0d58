import proxy from "@fastify/http-proxy";
import type {FastifyInstance} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {createFastify} from "../edge/framework.ts";
import {guardListener} from "../edge/listener.ts";
import type {Log} from "../log.ts";
import {isOwnOrigin} from "../origin.ts";
import {sendProblem} from "../rest/problems.ts";
import {answerTheRest} from "./fallback.ts";
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
  "/docs",
  "/socket.io"
];

/** How long the API may take for an answer; a long-polling socket may be silent for longer. */
const ANSWER_MS = 15_000;
const POLL_MS = 60_000;

/** Creates the server of the pages alone: it passes on what they ask of the API, so that they need no other origin. */
export async function createDashboard(parts: {
  /** Address of the API, e.g. http://127.0.0.1:8080 */
  api: string;
  pages: Pages | null;
  dns: string | null;
  basePath?: string;
  log: Log;
  newId: () => string;
  /** Milliseconds that the API may take for an answer. */
  patienceMs?: number;
}): Promise<FastifyInstance> {
  const {api, pages, dns, basePath = "", log, newId, patienceMs = ANSWER_MS} = parts;
  const fastify = createFastify(log, newId);
  answerTheRest(fastify, {pagesFor: () => pages, methodsOf: () => [], root: null});
  for (const prefix of PROXIED) {
    const isSocket = prefix === "/socket.io";
    const timeout = isSocket ? Math.max(POLL_MS, patienceMs) : patienceMs;
    await fastify.register(proxy, {
      upstream: api,
      prefix,
      rewritePrefix: prefix,
      websocket: isSocket,
      undici: {headersTimeout: timeout, bodyTimeout: timeout, connect: {timeout: patienceMs}},
      preHandler: (request, _reply, done) => {
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
        rewriteHeaders: ({connection: _connection, "keep-alive": _keepAlive, ...kept}) => kept,
        onError: (reply, {error}) => {
          log.warn({err: error}, "the API does not answer");
          void sendProblem(reply as never, unreachable(api, error));
        }
      }
    });
  }
  let closeListener = async () => {};
  fastify.addHook("preClose", () => closeListener());
  await fastify.ready();
  closeListener = guardListener(fastify.server, {basePath, newId});
  return fastify;
}

function unreachable(api: string, error: Error & {code?: string; statusCode?: number}): ScorebookError {
  return error.statusCode === 504 || /TIMEOUT/.test(error.code ?? "")
    ? new ScorebookError("API_TIMEOUT", `The API at ${api} did not answer in time; ask again in a moment.`)
    : new ScorebookError("API_UNREACHABLE", `The API at ${api} does not answer; start it with npm run api.`);
}
