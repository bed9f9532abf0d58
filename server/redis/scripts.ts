import type {Redis} from "ioredis";

type Script = (args: readonly (string | number | Buffer)[]) => Promise<unknown>;

/** Makes functions of Lua scripts, which Redis runs one at a time; each gets the prefix of the keys as KEYS[1]. */
export function defineScripts<K extends string>(
  redis: Redis,
  scripts: Readonly<Record<K, string>>,
  prefix: string
): Record<K, Script> {
  const functions = Object.entries<string>(scripts).map(([name, lua]): [string, Script] => {
    redis.defineCommand(name, {numberOfKeys: 1, lua});
    const call = (redis as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>)[name]!;
    return [name, (args) => call.call(redis, prefix, ...args)];
  });
  return Object.fromEntries(functions) as Record<K, Script>;
}
