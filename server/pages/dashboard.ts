import type {IncomingHttpHeaders} from "node:http";
import proxy from "@fastify/http-proxy";
import type {FastifyInstance, FastifyRequest} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {type Access, OPEN_ACCESS} from "../access/access.ts";
import {createDoors, type Doors} from "../access/doors.ts";
import {originRefused, useGate} from "../access/gate.ts";
import {createFastify} from "../edge/framework.ts";
import {guardListener} from "../edge/listener.ts";
import type {Log} from "../log.ts";
import {sendProblem} from "../rest/problems.ts";
import {answerTheRest} from "./fallback.ts";
import type {Pages} from "./pages.ts";

/** What the pages ask of the API, at their own address. */
export const PROXIED = [
  "/compute",
  "/explainer",
  "/v1",
  "/v2",
  "/health",
  "/problems",
  "/schemas",
  "/openapi.json",
  "/docs",
  "/socket.io",
  "/sign-in",
  "/en/sign-in",
  "/fr/sign-in"
];

/** How long the API may take for an answer; a long-polling socket may be silent for longer. */
const ANSWER_MS = 15_000;
const POLL_MS = 60_000;

/**
 * Creates the server of the pages alone: it passes on what they ask of the API, so that they need no other origin. Pages
 * are guarded here; who may ask the rest is for the API to say, which is told who asked, from where and how.
 */
export async function createDashboard(parts: {
  /** Address of the API, e.g. http://127.0.0.1:8080 */
  api: string;
  pages: Pages | null;
  access?: Access;
  doors?: Doors;
  trustedProxies?: readonly string[];
  language?: "en" | "fr";
  basePath?: string;
  log: Log;
  newId: () => string;
  /** Milliseconds that the API may take for an answer. */
  patienceMs?: number;
}): Promise<FastifyInstance> {
  const {api, pages, basePath = "", log, newId, patienceMs = ANSWER_MS} = parts;
  const {access = OPEN_ACCESS, doors = createDoors(), language = "en"} = parts;
  const fastify = createFastify(log, newId, parts.trustedProxies);
  await useGate(fastify, {access, doors, hasPages: () => pages !== null, language});
  answerTheRest(fastify, {pagesFor: () => pages, methodsOf: () => [], root: null});
  for (const prefix of PROXIED) {
    const isSocket = prefix === "/socket.io";
    const timeout = isSocket ? Math.max(POLL_MS, patienceMs) : patienceMs;
    await fastify.register(proxy, {
      upstream: api,
      prefix,
      rewritePrefix: prefix,
      websocket: isSocket,
      // Requests are logged by neither process.
      disableRequestLogging: true,
      undici: {headersTimeout: timeout, bodyTimeout: timeout, connect: {timeout: patienceMs}},
      config: {role: "anyone", anyHost: prefix === "/health"},
      preHandler: ({headers}, _reply, done) =>
        done(isSocket && !doors.takesOrigin(headers) ? originRefused(headers.origin) : undefined),
      // The types do not tell of this option.
      wsClientOptions: {
        rewriteRequestHeaders: (headers: object, request: FastifyRequest) => ({
          ...headers,
          ...credentials(request.headers)
        })
      } as object,
      replyOptions: {
        rewriteRequestHeaders: (request, headers) => {
          const {origin = "", ...kept} = headers;
          const isSecure = request.protocol === "https" || String(origin).startsWith("https:");
          return {
            ...kept,
            "x-forwarded-for": request.ip,
            "x-forwarded-proto": isSecure ? "https" : "http",
            "x-request-id": request.id
          };
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

/** What a socket is opened with that tells who opens it. */
const credentials = ({cookie, authorization}: IncomingHttpHeaders): Record<string, string> => ({
  ...(cookie !== undefined && {cookie}),
  ...(authorization !== undefined && {authorization})
});

function unreachable(api: string, error: Error & {code?: string; statusCode?: number}): ScorebookError {
  return error.statusCode === 504 || /TIMEOUT/.test(error.code ?? "")
    ? new ScorebookError("API_TIMEOUT", `The API at ${api} did not answer in time; ask again in a moment.`)
    : new ScorebookError("API_UNREACHABLE", `The API at ${api} does not answer; start it with npm run api.`);
}
