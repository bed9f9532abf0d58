import {promisify} from "node:util";
import {gzip} from "node:zlib";
import {negotiate} from "@fastify/accept-negotiator";
import type {FastifyInstance} from "fastify";

const zip = promisify(gzip);
/** Bytes; below, compressing costs more than it saves. */
const LEAST = 8192;
/** Bytes; above, the thoroughness costs the one who waits more time than the bytes it saves. */
const LARGE = 1_000_000;

/** Compresses the larger answers of an app for those who take gzip. */
export function compressAnswers(app: FastifyInstance) {
  app.addHook("onSend", async (request, reply, payload) => {
    const isText = typeof payload === "string" || Buffer.isBuffer(payload);
    if (!isText || payload.length < LEAST || reply.hasHeader("content-encoding")) return payload;
    reply.header("vary", "accept-encoding");
    if (negotiate(request.headers["accept-encoding"] ?? "", ["gzip"]) !== "gzip") return payload;
    const zipped = await zip(payload, {level: payload.length > LARGE ? 1 : 3});
    reply.header("content-encoding", "gzip").header("content-length", zipped.length);
    return zipped;
  });
}
