import {Redis} from "ioredis";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Log} from "../log.ts";
import {type RedisConfig, shownRedis} from "./address.ts";

/** How long a command may take, and how long the start waits for Redis. */
const COMMAND_MS = 2000;
const START_MS = 5000;
const RECONNECT_MS = 500;

/** The connections of one process to the Redis that replicas share. */
export interface RedisLink {
  /** Fails at once while Redis is away, so that callers are told and can ask again. */
  readonly commands: Redis;
  /** Waits for Redis to come back; for what reads streams and must miss nothing. */
  readonly patient: Redis;
  /** Names it in sentences. */
  readonly name: string;
  /** The beginning of every key, with the braces that keep them in one slot. */
  readonly prefix: string;
  close(): Promise<void>;
}

/** Connects to Redis; after that, lost connections are made anew by themselves. @throws STORAGE_UNREACHABLE, STORAGE_INVALID */
export async function connectRedis({url, prefix}: RedisConfig, log: Log): Promise<RedisLink> {
  const name = shownRedis(url);
  const retryStrategy = (attempt: number) => Math.min(50 * attempt, RECONNECT_MS);
  const commands = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: COMMAND_MS,
    connectTimeout: COMMAND_MS,
    retryStrategy
  });
  let failure = "no answer";
  let isTold = true;
  commands.on("error", (error: Error) => {
    failure = error.message || (error as NodeJS.ErrnoException).code || failure;
    if (!isTold) log.error({err: error}, "Redis is away");
    isTold = true;
  });
  commands.on("ready", () => {
    isTold = false;
  });
  try {
    await connectInTime(commands);
  } catch (error) {
    commands.disconnect();
    if (error instanceof ScorebookError) throw error;
    throw new ScorebookError(
      "STORAGE_UNREACHABLE",
      `${name} does not answer (${failure}); start it, or change redis.url in the configuration.`
    );
  }
  const patient = new Redis(url, {
    maxRetriesPerRequest: null,
    connectTimeout: COMMAND_MS,
    retryStrategy
  });
  patient.on("error", () => {});
  await warnOfLoss(commands, name, log);
  return {
    commands,
    patient,
    name,
    prefix: `{${prefix}}`,
    async close() {
      commands.disconnect();
      patient.disconnect();
    }
  };
}

async function connectInTime(commands: Redis): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    try {
      if (commands.status === "wait" || commands.status === "end") await commands.connect();
      await commands.ping();
      return;
    } catch (error) {
      const {message} = error as Error;
      if (/^(WRONGPASS|NOAUTH|NOPERM|ERR .*(auth|password))/i.test(message))
        throw new ScorebookError("STORAGE_INVALID", `Redis refuses the password or the user: ${message}.`);
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Warns when this Redis may forget what was acknowledged. Where CONFIG may not be asked, nothing is known. */
async function warnOfLoss(commands: Redis, name: string, log: Log): Promise<void> {
  const settings = await Promise.all(
    ["appendonly", "appendfsync", "maxmemory-policy"].map((key) => commands.config("GET", key))
  ).catch(() => null);
  if (!settings) return;
  const [appendonly, appendfsync, policy] = (settings as [string, string][]).map(([, value]) => value);
  if (appendonly !== "yes")
    log.warn(`${name} keeps nothing over its own end; set appendonly yes, or accepted jobs are lost with it`);
  else if (appendfsync !== "always")
    log.warn(`${name} may lose a second at a power cut; appendfsync always keeps all that was acknowledged`);
  if (policy !== "noeviction")
    log.warn(`${name} may evict results (${policy}); set maxmemory-policy noeviction`);
}
