/** Where the Redis is that replicas share, and what the names of its keys begin with. */
export interface RedisConfig {
  /** With the password, so never shown. */
  url: string;
  prefix: string;
}

/** Reads the `redis` of a configuration; a text says what is wrong with its address. */
export function parseRedis(
  {
    url: text,
    prefix = "scorebook",
    private_network: isPrivate = false
  }: {url: string; prefix?: string; private_network?: boolean},
  password?: string
): RedisConfig | string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return "is no address; expected one such as redis://127.0.0.1:6379";
  }
  if (password && !url.password) url.password = password;
  if (isLoopback(url.hostname)) return {url: url.href, prefix};
  if (!url.password)
    return `names ${url.hostname} without a password; set SCOREBOOK_REDIS_PASSWORD, for whoever reaches that Redis reads every result`;
  if (url.protocol === "redis:" && !isPrivate)
    return `reaches ${url.hostname} without TLS; expected rediss://, or "private_network": true where nobody can listen`;
  return {url: url.href, prefix};
}

const isLoopback = (host: string) =>
  host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

/** Names a Redis without its password. */
export const shownRedis = (url: string) => `Redis at ${new URL(url).host}`;
