import {AsyncLocalStorage} from "node:async_hooks";
import type {FastifyInstance, FastifyReply} from "fastify";
import type {Log} from "../log.ts";
import {sendProblem} from "../rest/problems.ts";

const answering = new AsyncLocalStorage<FastifyReply>();

/** Remembers for whom work is done, so that an error that nothing catches can still be answered. */
export function noteRequests(fastify: FastifyInstance) {
  fastify.addHook("onRequest", (_request, reply, done) => answering.run(reply, done));
  fastify.addHook("preValidation", (_request, reply, done) => answering.run(reply, done));
}

/**
 * Keeps the process serving when an error reaches nobody: it is logged, and the request on whose behalf the failing
 * work ran is answered INTERNAL. State that requests share is guarded where it lives, so such an error ends its own
 * request only. Answers how to undo it.
 */
export function catchWhatIsLeft(log: Log): () => void {
  const onError = (error: unknown) => {
    const reply = answering.getStore();
    log.error({err: error, requestId: reply?.request.id}, "an error that nothing caught");
    if (reply && !reply.sent && !reply.raw.headersSent) sendProblem(reply, error);
  };
  process.on("uncaughtException", onError);
  process.on("unhandledRejection", onError);
  return () => {
    process.off("uncaughtException", onError);
    process.off("unhandledRejection", onError);
  };
}
