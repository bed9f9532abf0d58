const ANY = "http://site.invalid";

/**
 * Answers the page of this site that somebody is led to after signing in: a path from the site's root with its query.
 * Whatever would lead elsewhere leads to the start: another host, another scheme, what a browser reads as either.
 */
export function wayBack(to: unknown): string {
  if (typeof to !== "string" || to.length > 2000 || !/^\/(?![/\\])[^\s\\\p{Cc}]*$/u.test(to)) return "/";
  if (!URL.canParse(to, ANY)) return "/";
  const {origin, pathname, search} = new URL(to, ANY);
  if (origin !== ANY || pathname.startsWith("//") || /^\/(en|fr)\/sign-in(\/|$)|^\/v1\//.test(pathname))
    return "/";
  return pathname + search;
}

/** Answers the way from a path back to the root of the site, wherever a proxy has put it. */
export const rootFrom = (path: string): string =>
  "../".repeat(Math.max(0, path.split("/").length - 2)) || "./";
