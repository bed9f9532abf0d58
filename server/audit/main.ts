import {existsSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {ScorebookError} from "../../src/core/errors.ts";
import {type Config, readConfig} from "../config.ts";
import {replayDecision} from "../decisions/replay.ts";
import {adoptFiles} from "../redis/adopt.ts";
import type {RedisLink} from "../redis/connect.ts";
import {CHAIN_FILE} from "./file.ts";
import {type OpenedChain, openKeptChain} from "./kept.ts";
import type {Head} from "./record.ts";
import {openChain} from "./sqlite.ts";
import type {ChainStore} from "./store.ts";
import {verifyChain} from "./verify.ts";

const HELP = `Looks after the chain of decisions.

  npm run audit -- verify [--head FILE]   reads the chain through and names the first broken link
  npm run audit -- replay ID              computes a decision again from its stored inputs and compares bytes
  npm run audit -- head [--out FILE]      prints the newest record's place and hash, to be kept elsewhere
  npm run audit -- adopt                  copies the chain and the cases of the data folder into the configured Redis

  --head FILE    a head that was exported earlier: a chain that was cut short or written anew is found by it
  --out FILE     where the head is written instead
  --chain FILE   the chain (default: the configured Redis, else ${CHAIN_FILE} beside the data)
  --config FILE  the configuration (default: SCOREBOOK_CONFIG, then config.json)
  --help         this text

Ends with 1 when something is broken or differs.`;

/** Runs one of the commands on a chain; answers what to print and whether all is well. @throws USAGE, STORAGE_…, RECORD_UNKNOWN */
export async function audit(
  chain: ChainStore,
  [command, id]: readonly string[],
  options: {head?: string; out?: string} = {}
): Promise<{text: string; ok: boolean}> {
  if (command === "verify" && id === undefined) {
    const exported = options.head === undefined ? undefined : readHead(options.head);
    const {ok, records, inputs, head, fault} = await verifyChain(chain, exported);
    if (!ok) return {ok, text: `Broken after ${records} whole records. ${fault!.what} (${fault!.field})`};
    const text = `Whole: ${records} records and ${inputs} inputs; the head is record ${head.seq}, ${head.hash}.`;
    return {ok, text};
  }
  if (command === "head" && id === undefined) {
    const {seq, hash} = await chain.head();
    const text = JSON.stringify({seq, hash});
    if (options.out === undefined) return {ok: true, text};
    writeFileSync(`${options.out}.part`, `${text}\n`);
    renameSync(`${options.out}.part`, options.out);
    return {ok: true, text: `The head, record ${seq}, is in ${options.out}.`};
  }
  if (command === "replay" && /^\d{1,15}$/.test(id ?? "")) {
    const record = await chain.read(Number(id));
    if (!record) throw new ScorebookError("RECORD_UNKNOWN", `There is no record ${id} in the chain.`);
    const {identical, differences, kept, computed} = await replayDecision(record, chain);
    if (identical)
      return {ok: true, text: `Identical: features, score and reasons of decision ${id}, sha256 ${kept}.`};
    const what =
      kept === computed ? "The outcome is identical, but not all could be computed again" : "It differs";
    return {ok: false, text: [`${what}:`, ...differences.map((line) => `  ${line}`)].join("\n")};
  }
  throw new ScorebookError(
    "USAGE",
    `The command is ${[command, id].filter((word) => word !== undefined).join(" ") || "missing"}; expected verify, replay ID, head or adopt.`
  );
}

function readHead(path: string): Head {
  let head: Partial<Head> | null = null;
  try {
    head = JSON.parse(readFileSync(path, "utf8")) as Partial<Head>;
  } catch {}
  if (Number.isInteger(head?.seq) && /^[0-9a-f]{64}$/.test(String(head?.hash))) return head as Head;
  throw new ScorebookError(
    "USAGE",
    `${path} holds no head; expected what npm run audit -- head wrote, {"seq", "hash"}.`
  );
}

async function main(): Promise<void> {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      head: {type: "string"},
      out: {type: "string"},
      chain: {type: "string"},
      config: {type: "string"},
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) return void console.log(HELP);
  const config = readConfig(values.config ?? process.env.SCOREBOOK_CONFIG);
  const {chain, link, close} = await openAny(values.chain, config);
  try {
    if (positionals.join() === "adopt") return console.log(await adopt(config, link));
    const {text, ok} = await audit(chain, positionals, values);
    console.log(text);
    process.exitCode = ok ? 0 : 1;
  } finally {
    await close();
  }
}

/** Opens the chain that is named, else the one that a server with this configuration keeps. */
async function openAny(named: string | undefined, config: Config): Promise<OpenedChain> {
  const path = named ?? join(config.data, CHAIN_FILE);
  if (named === undefined && (config.redis || existsSync(path))) return openKeptChain(config);
  if (named !== undefined && existsSync(named)) {
    const chain = openChain(named);
    return {chain, link: null, close: async () => chain.close()};
  }
  throw new ScorebookError("USAGE", `There is no chain ${path}; a server makes it when it starts.`);
}

async function adopt({data}: Config, link: RedisLink | null): Promise<string> {
  if (!link)
    throw new ScorebookError("USAGE", "The configuration names no redis that could adopt the chain.");
  const {records, cases} = await adoptFiles(data, link);
  return `${link.name} has ${records} records and ${cases} cases of ${data} now; their files stay as they are.`;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
