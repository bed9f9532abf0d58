import {ScorebookError} from "../../src/core/errors.ts";
import type {Config} from "../config.ts";

/** Tells whether a host, a name or an address as Node listens on it, is reached from this machine alone. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$|\.$/g, "");
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  const [, mapped = name] = /^::ffff:(.+)$/.exec(name) ?? [];
  return (
    /^127(\.\d{1,3}){3}$/.test(mapped) || /^7f[0-9a-f]{2}:[0-9a-f]{1,4}$/.test(mapped) || isIPv6Loopback(name)
  );
}

/**
 * Refuses to listen where others can connect while nobody is asked who they are.
 * @throws CONFIG_INVALID
 */
export function refuseOpenHost({host, auth}: Pick<Config, "host" | "auth">): void {
  if (auth !== null || isLoopback(host)) return;
  const message =
    `is ${JSON.stringify(host)}, which others can reach, and there is no auth: make a token with ` +
    'npm run token -- create --name NAME --role admin and set "auth": {"tokens": "tokens.json"}, ' +
    'or set "host" to "127.0.0.1"';
  throw new ScorebookError("CONFIG_INVALID", `/host ${message}.`, [
    {code: "CONFIG_INVALID", path: "/host", message}
  ]);
}

function isIPv6Loopback(address: string): boolean {
  const [bare = ""] = address.split("%");
  return URL.canParse(`http://[${bare}]`) && new URL(`http://[${bare}]`).hostname === "[::1]";
}
