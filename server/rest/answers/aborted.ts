import type {FastifyReply} from "fastify";

/** Gives a signal that aborts when nobody waits for a reply any more. */
export function abortedWith(reply: FastifyReply): AbortSignal {
  const abort = new AbortController();
  reply.raw.on("close", () => {
    if (!reply.raw.writableFinished) abort.abort();
  });
  return abort.signal;
}
