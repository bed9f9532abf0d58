import {createHash} from "node:crypto";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** false for answers that are never the same twice. */
    etag?: boolean;
  }
}

/** What differs each time that the same score is computed. */
const COMPUTED = /"computedAt":"[^"]*","durationMs":[\d.e+-]+/g;

/**
 * Gives answers to GET an ETag and answers 304 to whoever has them already. The tags are weak: an answer may be
 * compressed, and a score that was computed again is the same score.
 */
export function tagAnswers(app: FastifyInstance) {
  app.addHook("onSend", async (request, reply, payload) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || reply.statusCode !== 200 || request.is404) return payload;
    if (request.routeOptions.config.etag === false) return payload;
    if (!reply.hasHeader("etag")) {
      if (typeof payload !== "string" && !Buffer.isBuffer(payload)) return payload;
      const said = typeof payload === "string" ? payload.replace(COMPUTED, "") : payload;
      reply.header("etag", etagOf(said));
    }
    if (!isUnchanged(request, String(reply.getHeader("etag")))) return payload;
    asUnchanged(reply);
    return null;
  });
}

/** Makes the tag of an answer, or of what determines it. */
export function etagOf(said: string | Buffer): string {
  return `W/"${createHash("sha1").update(said).digest("base64url")}"`;
}

/** Tells whether a request comes from somebody who has the answer with this tag (RFC 9110 13.1.2). */
export function isUnchanged({headers}: FastifyRequest, etag: string): boolean {
  const has = headers["if-none-match"];
  if (has === undefined) return false;
  const bare = (tag: string) => tag.trim().replace(/^W\//, "");
  return has.trim() === "*" || has.split(",").some((tag) => bare(tag) === bare(etag));
}

/** Turns a reply into one that says that nothing has changed. */
export const asUnchanged = (reply: FastifyReply): FastifyReply =>
  reply.code(304).removeHeader("content-type").removeHeader("content-length");
