import type {IncomingHttpHeaders} from "node:http";

/**
 * Tells whether a request comes from a page of this server (or from a program, which sends no origin). A page's
 * origin must name the host that the request was sent to, or the machine's public name.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, dns: string | null): boolean {
  const {origin, host} = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host || (dns !== null && page.hostname === dns);
}
