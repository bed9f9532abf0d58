import {createHash} from "node:crypto";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** false for answers that are never the same twice. */
    etag?: boolean;
  }
}

/** What differs each time that the same score is computed, and how it begins. */
const COMPUTED = /^"computedAt":"[^"]*","durationMs":[\d.e+-]+/;
const COMPUTED_AT = Buffer.from('"computedAt":"');
/** Bytes that it may have. */
const COMPUTED_BYTES = 120;

/**
 * Gives answers to GET an ETag and answers 304 to whoever has them already. The tags are weak: an answer may be
 * compressed, and a score that was computed again is the same score.
 */
export function tagAnswers(app: FastifyInstance) {
  app.addHook("onSend", async (request, reply, payload) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || reply.statusCode !== 200 || request.is404) return payload;
    if (request.routeOptions.config.etag === false) return payload;
    // As bytes, which are hashed and sent without being converted twice.
    const answer = typeof payload === "string" ? Buffer.from(payload) : payload;
    if (!reply.hasHeader("etag")) {
      if (!Buffer.isBuffer(answer)) return payload;
      reply.header("etag", typeof payload === "string" ? tagOfText(answer) : etagOf(answer));
    }
    if (!isUnchanged(request, String(reply.getHeader("etag")))) return answer;
    asUnchanged(reply);
    return null;
  });
}

/** Makes the tag of an answer, or of what determines it, which may come in pieces. */
export function etagOf(...said: (string | Buffer)[]): string {
  const hash = createHash("sha1");
  for (const piece of said) hash.update(piece);
  return `W/"${hash.digest("base64url")}"`;
}

/** Makes the tag of JSON, in which it does not count when it was computed. */
export const tagOfText = (json: Buffer): string => etagOf(...withoutComputed(json));

/** Cuts out of JSON when and how fast it was computed. */
function* withoutComputed(json: Buffer): Generator<Buffer> {
  let from = 0;
  for (let at = json.indexOf(COMPUTED_AT); at >= 0; at = json.indexOf(COMPUTED_AT, at + 1)) {
    const found = COMPUTED.exec(json.toString("latin1", at, at + COMPUTED_BYTES));
    if (!found) continue;
    yield json.subarray(from, at);
    from = at + found[0].length;
  }
  yield json.subarray(from);
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
