import rateLimit, {type FastifyRateLimitStoreCtor} from "@fastify/rate-limit";
import type {FastifyInstance} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";

/** What one caller may ask of the API: so many requests in so many seconds. */
export interface RateLimit {
  requests: number;
  seconds: number;
}

/** Whoever watches the server is never refused. */
const WATCHED = /^\/(health\/|metrics(\?|$))/;

/**
 * Bounds the requests of each caller, known by name, or by address where nobody signs in. They are counted in this process,
 * or in the store that is given.
 */
export async function limitRates(
  app: FastifyInstance,
  {requests, seconds}: RateLimit,
  store?: FastifyRateLimitStoreCtor | null
): Promise<void> {
  await app.register(rateLimit, {
    max: requests,
    ...(store && {store}),
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
