import {statSync} from "node:fs";
import {join} from "node:path";

/** Answers the one address of a page: no .html, a slash at the end of folders only, since links in pages are relative. */
export function canonicalPath(dist: string, path: string): string {
  if (path.startsWith("//") || path.includes("\\")) return path;
  if (/\/index(\.html)?$/.test(path)) return path.replace(/index(\.html)?$/, "");
  if (path.endsWith(".html")) return path.slice(0, -".html".length);
  const decoded = decode(path);
  const isFolder = decoded !== null && isFile(dist, `${decoded}/index.html`);
  if (path.length > 1 && path.endsWith("/")) return isFolder ? path : path.replace(/\/+$/, "") || "/";
  return isFolder && path !== "/" ? `${path}/` : path;
}

/** Answers the file of the site that a path asks for, from the site's root and decoded; null when there is none. */
export function fileOf(dist: string, path: string): string | null {
  const decoded = decode(path);
  if (decoded === null || decoded.startsWith("//")) return null;
  const names = decoded.endsWith("/") ? [`${decoded}index.html`] : [decoded, `${decoded}.html`];
  return names.find((name) => isFile(dist, name)) ?? null;
}

/** Splits an address into its path and, with its question mark, its query. */
export function splitUrl(url: string): [path: string, query: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at)];
}

function isFile(dist: string, path: string): boolean {
  try {
    return statSync(join(dist, path)).isFile();
  } catch {
    return false;
  }
}

/** Decodes a path; null when it cannot be, or leads out of the site or into what is hidden. */
function decode(path: string): string | null {
  try {
    const decoded = decodeURIComponent(path);
    return /(^|[\\/])\.|\0/.test(decoded) ? null : decoded;
  } catch {
    return null;
  }
}
