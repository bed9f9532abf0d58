import {randomUUID} from "node:crypto";
import {KEPT, type KeptAnswers, type KeptLimits} from "../rest/answers/keptAnswers.ts";
import type {RedisLink} from "./connect.ts";
import {toRedisError} from "./faults.ts";
import {defineScripts} from "./scripts.ts";

/** How long a key stays with a process that says nothing, and how often it is looked whether an answer was made. */
const CLAIM_MS = 4000;
const LOOK_MS = 50;

/**
 * KEYS[1] is the prefix. Below it: `answer:KEY` is a hash of the request's digest, of who makes the answer or of what it
 * is, and its bytes; `answers` orders kept keys by time; `answerBytes` counts their bytes.
 */
const SCRIPTS = {
  /** ARGV: key, digest, owner, ms that the claim holds. Answers own, other, waiting, or kept with status and type. */
  claimAnswer: `
    local key = KEYS[1] .. ':answer:' .. ARGV[1]
    local had = redis.call('HMGET', key, 'of', 'status', 'type')
    if not had[1] then
      redis.call('HSET', key, 'of', ARGV[2], 'owner', ARGV[3])
      redis.call('PEXPIRE', key, ARGV[4])
      return {'own'}
    end
    if had[1] ~= ARGV[2] then return {'other'} end
    if not had[2] then return {'waiting'} end
    return {'kept', had[2], had[3]}`,

  /** ARGV: owner, ms, keys. Says that answers are still being made. */
  holdClaims: `
    for i = 3, #ARGV do
      local key = KEYS[1] .. ':answer:' .. ARGV[i]
      if redis.call('HGET', key, 'owner') == ARGV[1] then redis.call('PEXPIRE', key, ARGV[2]) end
    end`,

  /** ARGV: key, owner. */
  freeAnswer: `
    local key = KEYS[1] .. ':answer:' .. ARGV[1]
    if redis.call('HGET', key, 'owner') == ARGV[2] then redis.call('DEL', key) end`,

  /** ARGV: key, owner, status, type, body, ms it is kept, how many are, bytes of all. The oldest make room. */
  keepAnswer: `
    local p, key = KEYS[1], KEYS[1] .. ':answer:' .. ARGV[1]
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    if redis.call('HGET', key, 'owner') ~= ARGV[2] then return end
    local size = #ARGV[5] + 200
    redis.call('HSET', key, 'status', ARGV[3], 'type', ARGV[4], 'body', ARGV[5], 'size', size)
    redis.call('HDEL', key, 'owner')
    redis.call('PEXPIRE', key, ARGV[6])
    redis.call('ZADD', p .. ':answers', now, ARGV[1])
    redis.call('HSET', p .. ':answerSizes', ARGV[1], size)
    local bytes = redis.call('INCRBY', p .. ':answerBytes', size)
    local many = redis.call('ZCARD', p .. ':answers')
    while many > 0 do
      local oldest = redis.call('ZRANGE', p .. ':answers', 0, 0, 'WITHSCORES')
      local isOver = many > tonumber(ARGV[7]) or bytes > tonumber(ARGV[8])
      if not isOver and tonumber(oldest[2]) > now - tonumber(ARGV[6]) then break end
      bytes = redis.call('DECRBY', p .. ':answerBytes', redis.call('HGET', p .. ':answerSizes', oldest[1]))
      redis.call('HDEL', p .. ':answerSizes', oldest[1])
      redis.call('ZREM', p .. ':answers', oldest[1])
      redis.call('DEL', p .. ':answer:' .. oldest[1])
      many = many - 1
    end`
} as const;

/**
 * Keeps answers in the Redis that replicas share. A key stays with the process that makes its answer while that says that
 * it lives; after that whoever waits makes it. An answer that cannot be kept, for Redis went away, is given all the same.
 */
export function createRedisAnswers(
  {commands, name, prefix}: RedisLink,
  {limits = KEPT, claimMs = CLAIM_MS}: {limits?: KeptLimits; claimMs?: number} = {}
): KeptAnswers {
  const scripts = defineScripts(commands, SCRIPTS, prefix);
  const owner = randomUUID();
  const making = new Set<string>();
  const holding = setInterval(() => {
    if (making.size > 0) scripts.holdClaims([owner, claimMs, ...making]).catch(() => {});
  }, claimMs / 4).unref();

  async function told<T>(work: () => Promise<unknown>): Promise<T> {
    try {
      return (await work()) as T;
    } catch (error) {
      throw toRedisError(error, name);
    }
  }

  return {
    async claim(key, of) {
      for (;;) {
        const [state, status, type] = await told<[string, string?, string?]>(() =>
          scripts.claimAnswer([key, of, owner, claimMs])
        );
        if (state === "own") making.add(key);
        if (state === "own" || state === "other") return state;
        const body =
          state === "kept" &&
          (await told<Buffer | null>(() => commands.hgetBuffer(`${prefix}:answer:${key}`, "body")));
        if (body) return {status: Number(status), type: type!, body};
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    async settle(key, answer) {
      making.delete(key);
      const kept = answer && [
        answer.status,
        answer.type,
        answer.body,
        limits.forMs,
        limits.most,
        limits.bytes
      ];
      const settled = kept ? scripts.keepAnswer([key, owner, ...kept]) : scripts.freeAnswer([key, owner]);
      await settled.catch(() => {});
    },
    close: () => clearInterval(holding)
  };
}
