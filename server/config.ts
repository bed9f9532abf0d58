import {readFileSync} from "node:fs";
import {availableParallelism} from "node:os";
import {Ajv, type ErrorObject} from "ajv";
import {type Issue, ScorebookError} from "../src/core/errors.ts";
import {findJsonFaults} from "../src/core/json/faults.ts";
import {type ConfigFile, configSchema} from "../src/core/schema/config.ts";
import {shown} from "../src/core/shown.ts";
import type {Currency} from "../src/core/words/money.ts";
import {parseRedis, type RedisConfig} from "./redis/address.ts";
import {DEFAULT_KEEP, type Keep} from "./results/results.ts";

/** The configuration as the server uses it: every default filled in, older names translated. */
export interface Config {
  host: string;
  portApi: number;
  portDashboard: number;
  dns: string | null;
  /** "" or such as "/scorebook", without a slash at the end. */
  basePath: string;
  /** null: everybody may ask, from this machine. */
  auth: {tokens: string; sessionHours: number} | null;
  /** Names that requests may be sent to, besides this machine's own, host and dns. */
  allowedHosts: readonly string[];
  /** Other sites whose pages may ask. */
  allowedOrigins: readonly string[];
  /** Proxies that are believed. */
  trustedProxies: readonly string[];
  data: string;
  model: string;
  language: "en" | "fr";
  /** Only what the file sets; the model's manifest has the rest. */
  cost: {falseNegative?: number; falsePositive?: number};
  /** Only what the file sets; the model's manifest has the rest. */
  score: {baseScore?: number; baseOdds?: number; pdo?: number};
  /** How amounts are written; null: as bare numbers. */
  currency: Currency | null;
  /** What one caller may ask; null for no bound. */
  rateLimit: {requests: number; seconds: number} | null;
  overrides: {
    /** Whether an override counts only when a second person has confirmed it. */
    secondPerson: boolean;
  };
  /** null: on when the data set was generated. */
  demoFeed: boolean | null;
  /** What is kept of finished jobs that later ones have followed. */
  keep: Keep;
  /** Threads that compute beside the event loop. */
  threads: number;
  /** null: one process, results in SQLite. */
  redis: RedisConfig | null;
}

/** Those of this machine. */
export const TRUSTED_PROXIES: readonly string[] = configSchema.properties.trusted_proxies.default;

const validate = new Ajv({allErrors: true, verbose: true, strict: true, allowUnionTypes: true}).compile(
  configSchema
);

/**
 * Reads a configuration file. Without a path, config.json of the working folder, or all defaults when there is none.
 * @throws CONFIG_INVALID when it is absent (and was asked for), is not JSON, or breaks the schema.
 */
export function readConfig(path?: string): Config {
  const file = path ?? "config.json";
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (path === undefined && (error as NodeJS.ErrnoException).code === "ENOENT")
      return parseConfig("{}", file);
    throw new ScorebookError(
      "CONFIG_INVALID",
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}); expected a JSON file.`
    );
  }
  return parseConfig(text, file);
}

/** Parses the text of a configuration file called `file` in messages. @throws CONFIG_INVALID */
export function parseConfig(text: string, file: string): Config {
  const json = text.replace(/^\uFEFF/, "");
  const faults = findJsonFaults(json);
  if (faults.length > 0)
    throw invalid(
      file,
      faults.map(({path, message}) => issue(path, message))
    );
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    throw new ScorebookError("CONFIG_INVALID", `${file} is not JSON: ${(error as Error).message}.`);
  }
  if (!validate(raw)) throw invalid(file, firstOfEachPath((validate.errors ?? []).map(errorToIssue)));
  const c = raw as ConfigFile;
  const {port_dashboard: named, port_bokeh: older} = c;
  if (named !== undefined && older !== undefined && named !== older) {
    throw invalid(file, [
      issue(
        "/port_bokeh",
        `is ${older} and /port_dashboard is ${named}; expected one of them, or the same port`
      )
    ]);
  }
  const portApi = c.port_api ?? 8080;
  const portDashboard = named ?? older ?? 8081;
  if (portApi === portDashboard && portApi !== 0) {
    const path = named === undefined && older !== undefined ? "/port_bokeh" : "/port_dashboard";
    throw invalid(file, [issue(path, `is ${portDashboard}, as is /port_api; expected two different ports`)]);
  }
  const faultOfCurrency = currencyFault(c.currency ?? null);
  if (faultOfCurrency) throw invalid(file, [faultOfCurrency]);
  return {
    host: c.host ?? "127.0.0.1",
    portApi,
    portDashboard,
    dns: c.dns || null,
    basePath: (c.base_path ?? "").replace(/\/$/, ""),
    auth: c.auth ? {tokens: c.auth.tokens, sessionHours: c.auth.session_hours ?? 12} : null,
    allowedHosts: c.allowed_hosts ?? [],
    allowedOrigins: c.allowed_origins ?? [],
    trustedProxies: c.trusted_proxies ?? TRUSTED_PROXIES,
    data: c.data ?? "data/demo-set",
    model: c.model ?? "demo",
    language: c.language ?? "en",
    cost: defined({falseNegative: c.cost?.false_negative, falsePositive: c.cost?.false_positive}),
    score: defined({baseScore: c.score?.base_score, baseOdds: c.score?.base_odds, pdo: c.score?.pdo}),
    currency: (c.currency as Currency | null | undefined) ?? null,
    rateLimit: c.rate_limit ? {requests: c.rate_limit.requests, seconds: c.rate_limit.seconds ?? 60} : null,
    overrides: {secondPerson: c.overrides?.second_person ?? false},
    demoFeed: c.demo_feed ?? null,
    keep: {...DEFAULT_KEEP, ...c.results?.keep},
    threads: c.threads === "auto" ? Math.max(1, availableParallelism() - 1) : Number(c.threads ?? 0),
    redis: redisOf(c, file)
  };
}

function redisOf({redis}: ConfigFile, file: string): RedisConfig | null {
  if (!redis) return null;
  const found = parseRedis(redis, process.env.SCOREBOOK_REDIS_PASSWORD);
  if (typeof found !== "string") return found;
  throw invalid(file, [issue("/redis/url", found)]);
}

/** Finds what the schema cannot see in a currency: neither or both of code and sign, or a code that nothing has. */
function currencyFault(currency: ConfigFile["currency"]): Issue | null {
  if (!currency) return null;
  const {code, sign} = currency;
  if ((code === undefined) === (sign === undefined))
    return issue(
      "/currency",
      `has ${code === undefined ? "neither a code nor a sign" : "both a code and a sign"}; expected one of them, such as {"code": "EUR"} or {"sign": "Kč"}`
    );
  if (code === undefined || Intl.supportedValuesOf("currency").includes(code)) return null;
  return issue("/currency/code", `is ${shown(code)}; expected a code of ISO 4217 such as EUR`);
}

function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

function invalid(file: string, issues: Issue[]): ScorebookError {
  return new ScorebookError(
    "CONFIG_INVALID",
    `${file}: ${issues.map((i) => `${i.path} ${i.message}`).join("; ")}.`,
    issues
  );
}

const issue = (path: string, message: string): Issue => ({code: "CONFIG_INVALID", path, message});

function errorToIssue(error: ErrorObject): Issue {
  const {keyword, params, instancePath, data, parentSchema} = error;
  if (keyword === "additionalProperties") {
    const key = String(params.additionalProperty);
    const allowed = Object.keys((parentSchema as {properties: object}).properties).join(", ");
    const value = shown((data as Record<string, unknown>)[key]);
    return issue(`${instancePath}/${key}`, `is ${value}, but there is no such key; allowed are ${allowed}`);
  }
  if (keyword === "required")
    return issue(
      `${instancePath}/${String(params.missingProperty)}`,
      `is missing; expected it in ${instancePath}`
    );
  return issue(instancePath || "/", `is ${shown(data)}; expected ${allowedBy(parentSchema as Rule, data)}`);
}

/** A value that breaks two rules of one key is told once. */
const firstOfEachPath = (issues: readonly Issue[]): Issue[] =>
  issues.filter(({path}, i) => issues.findIndex((other) => other.path === path) === i);

interface Rule {
  type?: string | string[];
  enum?: readonly unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
}

/** What texts with a pattern are to be, by their pattern. */
const PATTERNS: Record<string, string> = {
  [configSchema.properties.model.pattern]: "of letters, digits, dots, dashes and underscores",
  [configSchema.properties.host.pattern]: "that is a host name or an address",
  [configSchema.properties.threads.pattern]: "that is auto",
  [configSchema.properties.dns.pattern]: "that is a host name, without scheme, port or path",
  [configSchema.properties.base_path.pattern]: "that is a path such as /scorebook",
  [configSchema.properties.redis.properties.url.pattern]: "such as redis://127.0.0.1:6379",
  [configSchema.properties.redis.properties.prefix.pattern]:
    "of 1 to 60 letters, digits, dots, dashes and underscores",
  [configSchema.properties.allowed_hosts.items.pattern]: "that is a host name or an address, without a port",
  [configSchema.properties.allowed_origins.items.pattern]:
    "that is an origin such as https://desk.example.org, without a path",
  [configSchema.properties.trusted_proxies.items.pattern]:
    "that is an address or a network such as 10.0.0.0/8",
  [configSchema.properties.currency.properties.code.pattern]:
    "of three capitals, a code of ISO 4217 such as EUR",
  [configSchema.properties.currency.properties.sign.pattern]:
    "of at most 8 letters or signs of currency, such as Kč"
};

function allowedBy(rule: Rule, value: unknown): string {
  if (rule.enum) return rule.enum.map((one) => shown(one)).join(" or ");
  const type = [rule.type ?? "a value"].flat();
  const words = type.map((t) => (t === "null" ? t : /^[aeiou]/.test(t) ? `an ${t}` : `a ${t}`)).join(" or ");
  const {minimum, maximum, exclusiveMinimum} = rule;
  if (exclusiveMinimum !== undefined && !((value as number) > exclusiveMinimum))
    return `${words} greater than ${exclusiveMinimum}`;
  if (minimum !== undefined && rule.pattern)
    return `${words.replace(" or", ` from ${minimum} to ${maximum} or`)} ${PATTERNS[rule.pattern]}`;
  if (minimum !== undefined && maximum !== undefined) return `${words} from ${minimum} to ${maximum}`;
  if (rule.minLength && (value === "" || typeof value !== "string")) return `${words} that is not empty`;
  return rule.pattern && typeof value === "string" ? `${words} ${PATTERNS[rule.pattern]}` : words;
}
