import {createHash} from "node:crypto";
import type {FastifyInstance, FastifyRequest} from "fastify";
import {ScorebookError} from "../../../src/core/errors.ts";
import {shown} from "../../../src/core/shown.ts";
import type {KeptAnswers} from "./keptAnswers.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** false for POSTs that keep nothing and whose answers are too large to be kept. */
    idempotency?: boolean;
  }
}

/**
 * Answers a POST that repeats the Idempotency-Key of an earlier one with the answer of that one, also while it is
 * still being made; the work is done once. Only successes are kept, per caller.
 */
export function answerOnce(app: FastifyInstance, answers: KeptAnswers) {
  const owned = new WeakMap<FastifyRequest, string>();

  app.addHook("preHandler", async (request, reply) => {
    const key = request.headers["idempotency-key"];
    if (key === undefined || request.method !== "POST") return;
    if (request.routeOptions.config.idempotency === false) return;
    const name = JSON.stringify([request.caller.name, checked(key)]);
    const claim = await answers.claim(name, digest(request));
    if (claim === "other") throw otherRequest(key);
    if (claim === "own") return void owned.set(request, name);
    return reply.code(claim.status).type(claim.type).header("idempotency-replayed", "true").send(claim.body);
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const name = owned.get(request);
    if (name === undefined) return payload;
    owned.delete(request);
    const isKept = reply.statusCode < 300 && (typeof payload === "string" || Buffer.isBuffer(payload));
    const type = String(reply.getHeader("content-type") ?? "application/json");
    await answers.settle(name, isKept ? {status: reply.statusCode, type, body: payload} : null);
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
