/**
 * Tells under which path the site is published, "" at the root of a host, from the address that a module of the
 * site was loaded from. A proxy may put the site below a path of its own without the site knowing.
 */
export function basePathOf(moduleUrl: string): string {
  const {protocol, pathname} = new URL(moduleUrl);
  const at = pathname.lastIndexOf("/_import/");
  return /^https?:$/.test(protocol) && at > 0 ? pathname.slice(0, at) : "";
}

/** The path that this page's site is published under. */
export const basePath = basePathOf(import.meta.url);
