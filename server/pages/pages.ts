import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import type {IncomingMessage, ServerResponse} from "node:http";
import {join} from "node:path";
import sirv from "sirv";
import {languageAddress} from "./addresses.ts";

/** Serves the built site. */
export interface Pages {
  /** Answers a GET or HEAD completely, with the site's own page when there is none. */
  handle(request: IncomingMessage, response: ServerResponse): void;
}

const IMMUTABLE = /^\/_(file|import|node|npm|observablehq)\//;

/**
 * Opens the built site in `dist`; null when nothing is built there. Pages may run their own scripts, whose hashes
 * are taken from the built pages, and reach no other host. An address without a language leads to the page in
 * `language`.
 */
export function openPages(dist: string, language: "en" | "fr" = "en"): Pages | null {
  if (!existsSync(join(dist, "404.html"))) return null;
  const policy = contentSecurityPolicy(dist);
  const notFoundFile = join(dist, "404.html");
  const serveFile = sirv(dist, {
    etag: true,
    setHeaders(response, path) {
      response.setHeader(
        "Cache-Control",
        IMMUTABLE.test(path) ? "public,max-age=31536000,immutable" : "no-cache"
      );
      setSecurityHeaders(response, policy);
    }
  });
  return {
    handle(request, response) {
      const [path, query] = splitUrl(request.url ?? "/");
      const inLanguage = languageAddress(path, language, (page) => isFile(dist, page));
      if (inLanguage) {
        response.writeHead(302, {Location: inLanguage + query, "Cache-Control": "no-store"}).end();
        return;
      }
      const canonical = canonicalPath(dist, path);
      if (canonical !== path) {
        response.writeHead(308, {Location: canonical + query}).end();
        return;
      }
      serveFile(request, response, () => {
        setSecurityHeaders(response, policy);
        response.writeHead(404, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"});
        const body = existsSync(notFoundFile) ? readFileSync(notFoundFile) : "<h1>404</h1>";
        response.end(request.method === "HEAD" ? undefined : body);
      });
    }
  };
}

/** Sets what every page and file is sent with. */
function setSecurityHeaders(response: ServerResponse, policy: string) {
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "same-origin");
}

/** Allows the site's own files, the inline scripts of the built pages by hash, and nothing from elsewhere. */
export function contentSecurityPolicy(dist: string): string {
  const hashes = new Set<string>();
  for (const name of readdirSync(dist, {recursive: true}) as string[]) {
    if (!name.endsWith(".html")) continue;
    const html = readFileSync(join(dist, name), "utf8");
    for (const [, script] of html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g))
      hashes.add(
        `'sha256-${createHash("sha256")
          .update(script as string)
          .digest("base64")}'`
      );
  }
  return [
    "default-src 'self'",
    ["script-src 'self'", ...[...hashes].sort()].join(" "),
    "script-src-attr 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'"
  ].join("; ");
}

/** Answers the one address of a page: no .html, a slash at the end of folders only, since links in pages are relative. */
function canonicalPath(dist: string, path: string): string {
  if (path.startsWith("//") || path.includes("\\")) return path;
  if (/\/index(\.html)?$/.test(path)) return path.replace(/index(\.html)?$/, "");
  if (path.endsWith(".html")) return path.slice(0, -".html".length);
  const isFolder = isFile(dist, `${path}/index.html`);
  if (path.length > 1 && path.endsWith("/")) return isFolder ? path : path.replace(/\/+$/, "") || "/";
  return isFolder && path !== "/" ? `${path}/` : path;
}

function isFile(dist: string, path: string): boolean {
  try {
    const decoded = decodeURIComponent(path);
    return !decoded.split("/").includes("..") && statSync(join(dist, decoded)).isFile();
  } catch {
    return false;
  }
}

function splitUrl(url: string): [path: string, query: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at)];
}
