import type {IncomingHttpHeaders} from "node:http";
import {isLoopback} from "./exposure.ts";

/** Which names this server answers to, and the pages of which origins may ask it for more than reading. */
export interface Doors {
  /**
   * Tells whether a Host header is a name of this server. A page whose own name is made to lead here (DNS rebinding)
   * comes with that name.
   */
  takesHost(host: string | undefined): boolean;
  /**
   * Tells whether a request comes from a page of this server or of an allowed origin, or from a program, which sends
   * neither an origin nor where it was fetched from.
   */
  takesOrigin(headers: IncomingHttpHeaders): boolean;
  /** Origins besides its own, such as https://desk.example.org. */
  readonly allowedOrigins: readonly string[];
}

export interface DoorParts {
  /** What is listened on. */
  host?: string;
  /** The machine's public name. */
  dns?: string | null;
  allowedHosts?: readonly string[];
  allowedOrigins?: readonly string[];
  /** Whether callers say who they are; a foreign name then has no credentials to misuse. */
  isSignedIn?: boolean;
}

/**
 * Creates the doors of a server. Names are checked where anybody may ask, where only this machine can connect, and
 * where names are listed.
 */
export function createDoors(parts: DoorParts = {}): Doors {
  const {host = "127.0.0.1", dns = null, allowedHosts = [], allowedOrigins = [], isSignedIn = false} = parts;
  const checksHosts = !isSignedIn || isLoopback(host) || allowedHosts.length > 0;
  const public_ = dns === null ? null : nameOf(dns);
  const named = [host, ...allowedHosts, ...(dns === null ? [] : [dns])].map(nameOf);
  const names = new Set(named.filter((name) => name !== null));
  const origins = new Set(allowedOrigins.map((origin) => new URL(origin).origin));
  let lastTaken: string | undefined;
  return {
    allowedOrigins: [...origins],
    takesHost(header) {
      if (!checksHosts || header === lastTaken) return true;
      const name = header === undefined ? null : nameOf(header);
      if (name === null || !(isLoopback(name) || names.has(name))) return false;
      lastTaken = header;
      return true;
    },
    takesOrigin({origin, host: header, "sec-fetch-site": site}) {
      if (origin === undefined) return site === undefined || site === "same-origin" || site === "none";
      const page = pageOf(origin);
      if (!page || header === undefined) return false;
      if (origins.has(page.origin)) return true;
      return page.host === hostFor(page.protocol, header) || (public_ !== null && page.hostname === public_);
    }
  };
}

/** What a Host header may hold: a name or an address in brackets, and a port. */
const HOST = /^(\[[0-9A-Fa-f:.]+\]|[^\s/?#@\\:[\]]+)(:\d{1,5})?$/u;

/** Answers the name in a Host header or a setting, as browsers write it: lower case, punycode, no port or last dot. */
function nameOf(host: string): string | null {
  const bare =
    host.includes(":") && /^[0-9A-Fa-f:.]+$/.test(host) && !/^[^:]+:\d+$/.test(host) ? `[${host}]` : host;
  if (!HOST.test(bare) || !URL.canParse(`http://${bare}`)) return null;
  return new URL(`http://${bare}`).hostname.replace(/\.$/, "");
}

/** Answers name and port as a page's address has them, without the port that the scheme implies. */
function hostFor(protocol: string, header: string): string | null {
  const url = `${protocol}//${header}`;
  return HOST.test(header) && URL.canParse(url) ? new URL(url).host : null;
}

/** Answers the page that an Origin header names; null for one that is none, such as "null". */
function pageOf(origin: string): URL | null {
  if (!URL.canParse(origin)) return null;
  const url = new URL(origin);
  return /^https?:$/.test(url.protocol) && url.origin === origin ? url : null;
}
