import rateLimit from "@fastify/rate-limit";
import type {FastifyInstance} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";

/** What one caller may ask of the API: so many requests in so many seconds. */
export interface RateLimit {
  requests: number;
  seconds: number;
}

/** Whoever watches the server is never refused. */
const WATCHED = /^\/(health\/|metrics(\?|$))/;

/** Bounds the requests of each caller, known by name, or by address where nobody signs in. */
export async function limitRates(app: FastifyInstance, {requests, seconds}: RateLimit): Promise<void> {
  await app.register(rateLimit, {
    max: requests,
    timeWindow: seconds * 1000,
    allowList: ({url}) => WATCHED.test(url),
    keyGenerator: ({identity, ip}) => (identity?.tokenId ? `name ${identity.caller.name}` : ip),
    errorResponseBuilder: () =>
      new ScorebookError(
        "RATE_LIMITED",
        `More than ${requests} requests came within ${seconds} s; ask again when Retry-After has passed.`
      )
  });
}
