import type {IncomingMessage} from "node:http";
import Fastify, {type FastifyInstance, LogController} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {TRUSTED_PROXIES} from "../config.ts";
import type {Log} from "../log.ts";
import {routeUnknown, sendProblem, useProblems} from "../rest/problems.ts";
import {buildValidator} from "../validator.ts";
import {hardeningHeaders} from "./hardening.ts";
import {noteRequests} from "./lastResort.ts";
import {BODY_LIMIT, HTTP_OPTIONS} from "./limits.ts";

/** Longer than any address that Node takes, so that the routes themselves say what is wrong with a parameter. */
const MAX_PARAMETER = 16_384;

/** Sent with everything that does not say otherwise: nothing here is a page, to be kept or shown elsewhere. */
const HEADERS = Object.entries({
  ...hardeningHeaders(),
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff"
});

/**
 * Creates the framework instance of either server: ids of callers kept, bodies bounded, every error a problem.
 * @param trustedProxies whose word is taken for the address and the scheme of a request
 */
export function createFastify(
  log: Log,
  newId: () => string,
  trustedProxies: readonly string[] = TRUSTED_PROXIES
): FastifyInstance {
  const fastify = Fastify({
    loggerInstance: log as FastifyInstance["log"],
    logController: new LogController({disableRequestLogging: true}),
    schemaController: {compilersFactory: {buildValidator}},
    routerOptions: {ignoreTrailingSlash: true, maxParamLength: MAX_PARAMETER},
    bodyLimit: BODY_LIMIT,
    http: HTTP_OPTIONS,
    trustProxy: [...trustedProxies],
    requestTimeout: HTTP_OPTIONS.requestTimeout,
    genReqId: ({headers}: IncomingMessage) => {
      const given = headers["x-request-id"];
      return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : newId();
    },
    frameworkErrors: (error, request, reply) => {
      const isAddress = error.code === "FST_ERR_BAD_URL";
      if (!isAddress) request.log.error({err: error}, "a request failed");
      sendProblem(reply, isAddress ? routeUnknown(request) : error);
    }
  }) as unknown as FastifyInstance;
  useProblems(fastify);
  noteRequests(fastify);
  fastify.addHook("onRequest", async ({headers, raw}) => {
    if (headers.host === undefined && raw.httpVersion === "1.1")
      throw new ScorebookError("REQUEST_INVALID", "The request names no host; expected one Host header.", [
        {code: "REQUEST_INVALID", path: "Host", message: "is missing"}
      ]);
  });
  fastify.addHook("onSend", (request, reply, payload, done) => {
    reply.header("x-request-id", request.id);
    for (const [name, value] of HEADERS) if (!reply.hasHeader(name)) reply.header(name, value);
    done(null, payload);
  });
  return fastify;
}
