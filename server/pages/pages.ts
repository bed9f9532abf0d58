import {existsSync, statSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {negotiate} from "@fastify/accept-negotiator";
import {mime, send} from "@fastify/send";
import type {FastifyReply, FastifyRequest} from "fastify";
import {ScorebookError} from "../../src/core/errors.ts";
import {FRAME_HEADER} from "../../src/core/notebook/framePolicy.ts";
import {routeUnknown, sendProblem} from "../rest/problems.ts";
import {languageAddress} from "./addresses.ts";
import {canonicalPath, fileOf, splitUrl} from "./paths.ts";
import {contentSecurityPolicy, pageHeaders} from "./policy.ts";

/** Serves the built site. */
export interface Pages {
  /** Tells whether there is a page or file at a path, which may be missing a slash or have .html too many. */
  has(path: string): boolean;
  /** Answers a GET or HEAD, with the site's own page when there is none. */
  handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

/** Files whose name changes with their content, and which hold no client's data. */
const CODE = /^\/_(import|node|npm|observablehq)\//;
const DATA = /^\/_file\//;
/** The document that runs the cells of notebooks, which has a policy of its own. */
const FRAME = /^\/_file\/data\/notebook-frame\.[^/]*\.html$/;
const ENCODINGS = {br: ".br", gzip: ".gz"} as const;

/**
 * Opens the built site in `dist`; null when nothing is built there. Every request looks at the files anew, so a site
 * that is built again under a running server is served from then on. An address without a language leads to the page
 * in `language`. `basePath` is what the site is published under, ""
 * or such as "/scorebook".
 */
export function openPages(dist: string, language: "en" | "fr" = "en", basePath = ""): Pages | null {
  if (!["404.html", "index.html"].some((name) => existsSync(join(dist, name)))) return null;
  const policyOf = createPolicies(dist);

  async function sendNotFound(path: string, reply: FastifyReply): Promise<FastifyReply> {
    if (path.startsWith("/_")) return sendProblem(reply, routeUnknown(reply.request));
    const page = await readFile(join(dist, "404.html"), "utf8").catch(() => "<h1>404</h1>");
    const html = page.replace('<base href="/">', `<base href="${rootFrom(path, basePath)}">`);
    return reply
      .code(404)
      .headers({...pageHeaders(contentSecurityPolicy(html)), "cache-control": "no-cache"})
      .type("text/html; charset=utf-8")
      .send(html);
  }

  async function sendFile(file: string, {raw}: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const offered = (["br", "gzip"] as const).filter((word) => fileOf(dist, file + ENCODINGS[word]));
    const encoding = negotiate(String(raw.headers["accept-encoding"] ?? ""), [...offered]);
    const name = encoding === null ? file : file + ENCODINGS[encoding as keyof typeof ENCODINGS];
    const sent = await send(raw, encodeURI(name).replaceAll("?", "%3F").replaceAll("#", "%23"), {
      root: dist,
      index: false,
      cacheControl: false,
      contentType: false
    });
    if (sent.type === "directory" || sent.statusCode === 404) return sendNotFound(file, reply);
    if (sent.type === "error") return sendRefusal(sent.statusCode, sent.headers, reply, sent.metadata.error);
    const policy = await policyOf(file);
    reply.code(sent.statusCode).headers({...sent.headers, ...pageHeaders(policy)});
    reply.header("cache-control", cacheControl(file));
    if (offered.length > 0) reply.header("vary", "accept-encoding");
    if (sent.statusCode === 304) return reply.send();
    if (encoding !== null) reply.header("content-encoding", encoding);
    return reply.type(contentType(file)).send(sent.stream);
  }

  const inLanguage = (path: string) => languageAddress(path, language, (page) => fileOf(dist, page) !== null);

  return {
    has: (path) => fileOf(dist, canonicalPath(dist, inLanguage(path) ?? path)) !== null,
    async handle(request, reply) {
      const [path, query] = splitUrl(request.url);
      if (basePath !== "" && path === basePath) return reply.redirect(`${basePath}/${query}`, 308);
      const there = inLanguage(path);
      if (there)
        return reply.header("cache-control", "no-store").redirect(relativeTo(path, there) + query, 302);
      const canonical = canonicalPath(dist, path);
      if (canonical !== path) return reply.redirect(basePath + canonical + query, 308);
      const file = path === "/404" ? null : fileOf(dist, path);
      return file === null ? sendNotFound(path, reply) : sendFile(file, request, reply);
    }
  };
}

/** Writes a path of the site as seen from another, so that it leads there below whatever path a proxy puts the site. */
const relativeTo = (from: string, to: string): string =>
  "../".repeat(from.split("/").length - 2) + to.slice(1);

/** Answers a part of a file that cannot be had, or a file that cannot be read. */
function sendRefusal(
  status: number,
  headers: Record<string, string>,
  reply: FastifyReply,
  error: Error
): FastifyReply {
  if (status === 416) {
    const range = headers["Content-Range"] ?? "";
    reply.header("content-range", range);
    const sentence = `The file has no such range; its size is ${range.split("/")[1]} bytes.`;
    return sendProblem(reply, new ScorebookError("RANGE_UNSATISFIABLE", sentence));
  }
  if (status === 412)
    return sendProblem(
      reply,
      new ScorebookError("PRECONDITION_FAILED", "The file is another one than If-Match or its like expects.")
    );
  throw error;
}

function cacheControl(file: string): string {
  if (CODE.test(file)) return "public, max-age=31536000, immutable";
  return DATA.test(file) ? "private, no-cache" : "no-cache";
}

function contentType(file: string): string {
  const type = mime.getType(file) ?? "application/octet-stream";
  return /^text\/|javascript|json/.test(type) ? `${type}; charset=utf-8` : type;
}

const MAX_DEPTH = 50;

/** Answers the way from a path back to the root of the site, which a proxy may have put below another path. */
function rootFrom(path: string, basePath: string): string {
  const depth = path.split("/").length - 2;
  return depth > MAX_DEPTH ? `${basePath}/` : "../".repeat(depth) || "./";
}

/** Creates a function that tells the policy of a file, read again when the file is another one. */
function createPolicies(dist: string): (file: string) => Promise<string> {
  const plain = contentSecurityPolicy("");
  const known = new Map<string, {stamp: string; policy: string}>();
  return async (file) => {
    if (!file.endsWith(".html")) return plain;
    if (FRAME.test(file)) return FRAME_HEADER;
    const path = join(dist, file);
    const {mtimeMs, size, ino} = statSync(path);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const found = known.get(file);
    if (found?.stamp === stamp) return found.policy;
    const policy = contentSecurityPolicy(await readFile(path, "utf8"));
    known.set(file, {stamp, policy});
    return policy;
  };
}
