import type {FastifyRateLimitStore, FastifyRateLimitStoreCtor} from "@fastify/rate-limit";
import type {RedisLink} from "./connect.ts";
import {defineScripts} from "./scripts.ts";

/** Callers that are counted here at most while Redis is away; the ones counted first are forgotten. */
const MOST_CALLERS = 5000;

/** KEYS[1] is the prefix. ARGV: caller, ms of a window. Answers the requests in the caller's window, and the ms left of it. */
const SCRIPTS = {
  countRequest: `
    local key = KEYS[1] .. ':rate:' .. ARGV[1]
    local current = redis.call('INCR', key)
    if current == 1 then redis.call('PEXPIRE', key, ARGV[2]) end
    return {current, redis.call('PTTL', key)}`
} as const;

/** Makes the store in which replicas count requests together; while Redis is away each counts by itself. */
export function createSharedRates({commands, prefix}: RedisLink): FastifyRateLimitStoreCtor {
  const {countRequest} = defineScripts(commands, SCRIPTS, prefix);
  const own = new Map<string, {current: number; endsMs: number}>();

  function countHere(caller: string, windowMs: number) {
    const nowMs = performance.now();
    let window = own.get(caller);
    if (!window || window.endsMs <= nowMs) {
      own.delete(caller);
      window = {current: 0, endsMs: nowMs + windowMs};
      own.set(caller, window);
      if (own.size > MOST_CALLERS) own.delete(own.keys().next().value!);
    }
    window.current++;
    return {current: window.current, ttl: window.endsMs - nowMs};
  }

  return class SharedRates implements FastifyRateLimitStore {
    incr(caller: string, told: Parameters<FastifyRateLimitStore["incr"]>[1], windowMs = 60_000) {
      countRequest([caller, windowMs]).then(
        (counted) => {
          const [current, ttl] = counted as [number, number];
          told(null, {current, ttl});
        },
        () => told(null, countHere(caller, windowMs))
      );
    }
    child() {
      return this;
    }
  };
}
