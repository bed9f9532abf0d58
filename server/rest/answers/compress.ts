import {pipeline, Readable} from "node:stream";
import {promisify} from "node:util";
import {createGzip, gzip} from "node:zlib";
import {negotiate} from "@fastify/accept-negotiator";
import type {FastifyInstance, FastifyReply, FastifyRequest} from "fastify";

const zip = promisify(gzip);
/** Bytes; below, compressing costs more than it saves. */
const LEAST = 8192;
const LEVEL = 3;
/** Bytes; above, the thoroughness costs the one who waits more time than the bytes it saves. */
const LARGE = 1_000_000;
/** Streams that are read as a whole; results that somebody waits for one by one are sent as they are made. */
const WHOLE = /^(text\/(csv|css|javascript)|application\/(javascript|vnd\.apache\.arrow))/;

/** Compresses the larger answers of an app for those who take gzip. */
export function compressAnswers(app: FastifyInstance) {
  app.addHook("onSend", async (request, reply, payload) => {
    if (reply.hasHeader("content-encoding")) return payload;
    if (payload instanceof Readable) return zipStream(request, reply, payload);
    const isText = typeof payload === "string" || Buffer.isBuffer(payload);
    if (!isText || payload.length < LEAST) return payload;
    reply.header("vary", "accept-encoding");
    if (!takesGzip(request)) return payload;
    const zipped = await zip(payload, {level: payload.length > LARGE ? 1 : LEVEL});
    reply.header("content-encoding", "gzip").header("content-length", zipped.length);
    return zipped;
  });
}

/** Compresses a whole file on its way, no faster than it is read. */
function zipStream(request: FastifyRequest, reply: FastifyReply, payload: Readable): Readable {
  const isWhole = reply.statusCode === 200 && WHOLE.test(String(reply.getHeader("content-type") ?? ""));
  if (!isWhole) return payload;
  reply.header("vary", "accept-encoding");
  if (!takesGzip(request)) return payload;
  reply.header("content-encoding", "gzip").removeHeader("content-length").removeHeader("accept-ranges");
  // Whoever goes away ends the source as well; there is nobody left to be told of it.
  return pipeline(payload, createGzip({level: LEVEL}), () => {});
}

const takesGzip = ({headers}: FastifyRequest): boolean =>
  negotiate(headers["accept-encoding"] ?? "", ["gzip"]) === "gzip";
