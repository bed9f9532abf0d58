import {createHash} from "node:crypto";
import type {FastifyInstance, FastifyRequest} from "fastify";
import {ScorebookError} from "../../../src/core/errors.ts";
import {shown} from "../../../src/core/shown.ts";
import type {Clock} from "../../clock.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** false for POSTs that keep nothing and whose answers are too large to be kept. */
    idempotency?: boolean;
  }
}

/** How long an answer is given again, how many are kept, and bytes of all of them. */
export const KEPT = {forMs: 24 * 3_600_000, most: 10_000, bytes: 32 << 20} as const;

interface Answer {
  status: number;
  type: string;
  body: string | Buffer;
}
interface Entry {
  /** Digest of the request that the key was given with. */
  of: string;
  untilMs: number;
  /** null when the request failed: the key is free again. */
  answer: Promise<Answer | null>;
  settle(answer: Answer | null): void;
  /** Bytes that are kept; 0 while the answer is being made. */
  bytes: number;
}

/**
 * Answers a POST that repeats the Idempotency-Key of an earlier one with the answer of that one, also while it is
 * still being made; the work is done once. Only successes are kept, in memory, per caller; the oldest go first.
 */
export function answerOnce(
  app: FastifyInstance,
  {clock, limits = KEPT}: {clock: Clock; limits?: typeof KEPT}
) {
  const entries = new Map<string, Entry>();
  const owners = new WeakMap<FastifyRequest, {name: string; entry: Entry}>();
  let bytes = 0;

  function remove(name: string, entry: Entry) {
    if (entries.get(name) !== entry) return;
    entries.delete(name);
    bytes -= entry.bytes;
  }

  function makeRoom() {
    for (const [name, entry] of entries) {
      const isOver = entries.size > limits.most || bytes > limits.bytes;
      if (!isOver && entry.untilMs > clock.elapsedMs()) return;
      if (entry.bytes > 0) remove(name, entry);
    }
  }

  function open(of: string): Entry {
    let settle: Entry["settle"] = () => {};
    const answer = new Promise<Answer | null>((resolve) => {
      settle = resolve;
    });
    return {of, untilMs: clock.elapsedMs() + limits.forMs, answer, settle, bytes: 0};
  }

  app.addHook("preHandler", async (request, reply) => {
    const key = request.headers["idempotency-key"];
    if (key === undefined || request.method !== "POST") return;
    if (request.routeOptions.config.idempotency === false) return;
    const name = JSON.stringify([request.caller.name, checked(key)]);
    const of = digest(request);
    for (;;) {
      makeRoom();
      const found = entries.get(name);
      if (!found) break;
      if (found.of !== of) throw otherRequest(key);
      const answer = await found.answer;
      if (answer)
        return reply
          .code(answer.status)
          .type(answer.type)
          .header("idempotency-replayed", "true")
          .send(answer.body);
    }
    const entry = open(of);
    entries.set(name, entry);
    owners.set(request, {name, entry});
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const own = owners.get(request);
    if (!own) return payload;
    owners.delete(request);
    const {name, entry} = own;
    const isKept = reply.statusCode < 300 && (typeof payload === "string" || Buffer.isBuffer(payload));
    if (isKept) {
      const type = String(reply.getHeader("content-type") ?? "application/json");
      entry.bytes = payload.length + 200;
      bytes += entry.bytes;
      entry.settle({status: reply.statusCode, type, body: payload});
    } else {
      remove(name, entry);
      entry.settle(null);
    }
    return payload;
  });
}

function checked(key: unknown): string {
  if (typeof key === "string" && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  const message = `is ${shown(key)}; expected 1 to 200 visible ASCII characters`;
  throw new ScorebookError("REQUEST_INVALID", `The header Idempotency-Key ${message}.`, [
    {code: "REQUEST_INVALID", path: "Idempotency-Key", message}
  ]);
}

const otherRequest = (key: unknown) =>
  new ScorebookError(
    "IDEMPOTENCY_KEY_USED",
    `The Idempotency-Key ${shown(key)} was given with another request; a key of its own was expected.`,
    [{code: "IDEMPOTENCY_KEY_USED", path: "Idempotency-Key", message: "was given with another request"}]
  );

const digest = ({method, url, body}: FastifyRequest): string =>
  createHash("sha256")
    .update(JSON.stringify([method, url, body ?? null]))
    .digest("base64url");
