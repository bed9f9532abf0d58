import {randomBytes} from "node:crypto";
import {resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {changeTokens, readTokens} from "../server/access/credentials/tokenFile.ts";
import {createToken, isCurrent, type TokenRecord} from "../server/access/credentials/tokens.ts";
import {readConfig} from "../server/config.ts";
import {ROLES, type Role} from "../src/core/access/roles.ts";
import {ScorebookError} from "../src/core/errors.ts";
import {cut} from "../src/core/shown.ts";
import {errorSentence} from "./errorSentence.ts";

const HELP = `Makes, lists and revokes the tokens with which people and programs ask a Scorebook.

  npm run token -- create --name NAME --role ROLE [--expires WHEN]
  npm run token -- list
  npm run token -- revoke ID

  --name NAME     whose it is; what they do is kept under this name
  --role ROLE     ${ROLES.join(", ")}; each may what the ones before it may
  --expires WHEN  a day (2026-12-31, to its end in UTC) or a number of days (30d); without it the token holds until
                  it is revoked
  --file FILE     the tokens' file (default: auth.tokens of the configuration, then tokens.json)
  --config FILE   the configuration (default: SCOREBOOK_CONFIG, then config.json)
  --help          this text

A token is shown once; the file keeps its SHA-256. A running server looks at the file with every request.
`;

const DAY_MS = 86_400_000;

async function main(): Promise<void> {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      name: {type: "string"},
      role: {type: "string"},
      expires: {type: "string"},
      file: {type: "string"},
      config: {type: "string"},
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) return void process.stdout.write(HELP);
  const [command, ...ids] = positionals;
  const configured = readConfig(values.config ?? process.env.SCOREBOOK_CONFIG).auth?.tokens;
  const file = values.file ?? configured ?? "tokens.json";
  if (command === "create" && ids.length === 0) return create(file, configured, values);
  if (command === "list" && ids.length === 0) return list(file);
  if (command === "revoke" && ids.length === 1) return revoke(file, ids[0] as string);
  throw usage(
    `The command is ${positionals.join(" ") || "missing"}; expected create --name NAME --role ROLE, list or revoke ID.`
  );
}

async function create(
  file: string,
  configured: string | undefined,
  {name = "", role, expires}: {name?: string; role?: string; expires?: string}
): Promise<void> {
  const now = new Date();
  const {token, record} = createToken(
    {
      name: checkedName(name),
      role: checkedRole(role),
      createdAt: now.toISOString(),
      expiresAt: expires === undefined ? null : parseExpiry(expires, now)
    },
    randomBytes
  );
  await changeTokens(file, (tokens) => tokens.set(record.id, record));
  console.log(token);
  console.error(
    `Token ${record.id} of ${record.name}, ${record.role}, ${record.expiresAt ? `until ${record.expiresAt}` : "until it is revoked"}; it is shown this once and kept in ${file} as a digest.`
  );
  if (configured === undefined)
    console.error(`The configuration has no auth; set "auth": {"tokens": ${JSON.stringify(file)}} in it.`);
}

function list(file: string): void {
  const now = Date.now();
  const rows = [...readTokens(file).values()].map((record) => [
    record.id,
    record.role,
    record.createdAt.slice(0, 10),
    isCurrent(record, now) ? (record.expiresAt?.slice(0, 10) ?? "never") : "expired",
    record.name
  ]);
  const table = [["id", "role", "made", "expires", "name"], ...rows];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...table.map((row) => (row[i] as string).length)));
  for (const row of table) console.log(row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "));
}

async function revoke(file: string, id: string): Promise<void> {
  let revoked: TokenRecord | undefined;
  readTokens(file);
  await changeTokens(file, (tokens) => {
    revoked = tokens.get(id);
    if (!revoked)
      throw usage(`There is no token ${cut(id, 40)} in ${file}; npm run token -- list tells the ids.`);
    tokens.delete(id);
  });
  console.log(`Token ${id} of ${revoked?.name} is revoked.`);
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length > 0 && trimmed.length <= 60 && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw usage(`--name is ${JSON.stringify(cut(name, 60))}; expected 1 to 60 characters.`);
}

function checkedRole(role: string | undefined): Role {
  const known = ROLES.find((one) => one === role);
  if (known) return known;
  throw usage(`--role is ${role === undefined ? "missing" : cut(role, 40)}; expected ${ROLES.join(", ")}.`);
}

/** Parses when a token ends: a day to its end in UTC, or days from now. @throws USAGE */
export function parseExpiry(text: string, now: Date): string {
  const [, days] = /^([1-9]\d{0,4})d$/.exec(text) ?? [];
  if (days) return new Date(now.getTime() + Number(days) * DAY_MS).toISOString();
  const end = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T23:59:59.999Z`) : new Date(Number.NaN);
  const isDay = !Number.isNaN(end.getTime()) && end.toISOString().startsWith(text);
  if (isDay && end > now) return end.toISOString();
  throw usage(
    `--expires is ${cut(text, 40)}${isDay ? ", which is over" : ""}; expected a day to come such as ${now.getUTCFullYear() + 1}-12-31, or days such as 30d.`
  );
}

const usage = (sentence: string) => new ScorebookError("USAGE", sentence);

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error: unknown) => {
    console.error(errorSentence(error));
    process.exitCode = 1;
  });
