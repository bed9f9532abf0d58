import {existsSync} from "node:fs";
import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import {CHAIN_FILE} from "../audit/file.ts";
import {parseRecord, type StoredRecord} from "../audit/record.ts";
import {openChain} from "../audit/sqlite.ts";
import type {ChainStore} from "../audit/store.ts";
import {verifyChain} from "../audit/verify.ts";
import {CASES_FILE, openCases} from "../cases/sqlite.ts";
import {CASE_SCRIPTS} from "./caseScripts.ts";
import {caseArguments} from "./cases.ts";
import {createRedisChain} from "./chain/chain.ts";
import {indexesOf} from "./chain/indexes.ts";
import {CHAIN_SCRIPTS} from "./chain/scripts.ts";
import type {RedisLink} from "./connect.ts";
import {defineScripts} from "./scripts.ts";

const AT_ONCE = 100;

/** Refuses to begin a chain in Redis where the data folder has one that Redis does not know. @throws STORAGE_INVALID */
export async function refuseLeftBehind(data: string, shared: Pick<ChainStore, "head">): Promise<void> {
  const path = join(data, CHAIN_FILE);
  if (!existsSync(path) || (await shared.head()).seq > 0) return;
  const {seq} = await withFile(openChain(path), (chain) => chain.head());
  if (seq > 0)
    throw new ScorebookError(
      "STORAGE_INVALID",
      `${path} has a chain of ${seq} records and Redis has none; npm run audit -- adopt takes it and the cases over, or move the file away to begin anew.`
    );
}

/**
 * Copies the chain, byte by byte, and the cases of a data folder into a Redis that has neither. A copy that was
 * interrupted goes on where it stopped.
 * @throws STORAGE_DAMAGED for a chain that is broken, STORAGE_INVALID where Redis has another
 */
export async function adoptFiles(data: string, link: RedisLink): Promise<{records: number; cases: number}> {
  const path = join(data, CHAIN_FILE);
  if (!existsSync(path)) throw new ScorebookError("USAGE", `There is no chain ${path}.`);
  const records = await withFile(openChain(path), (chain) => copyChain(chain, link));
  const casesPath = join(data, CASES_FILE);
  if (!existsSync(casesPath)) return {records, cases: 0};
  const scripts = defineScripts(link.commands, CASE_SCRIPTS, link.prefix);
  const cases = await withFile(openCases(casesPath), async (store) => {
    const states = await store.list({limit: Number.MAX_SAFE_INTEGER});
    for (const state of states) await scripts.adoptCase(caseArguments(state));
    return states.length;
  });
  return {records, cases};
}

async function copyChain(from: ChainStore, link: RedisLink): Promise<number> {
  const {ok, fault} = await verifyChain(from);
  if (!ok)
    throw new ScorebookError("STORAGE_DAMAGED", `The chain is broken and stays as it is. ${fault!.what}`);
  const scripts = defineScripts(link.commands, CHAIN_SCRIPTS, link.prefix);
  let head = await createRedisChain(link).head();
  const same = head.seq === 0 || (await from.stored(head.seq - 1, 1))[0]?.hash === head.hash;
  if (!same)
    throw new ScorebookError(
      "STORAGE_INVALID",
      `${link.name} has a chain of its own; only an empty one adopts.`
    );
  for (
    let page = await from.stored(head.seq, AT_ONCE);
    page.length > 0;
    page = await from.stored(head.seq, AT_ONCE)
  )
    for (const stored of page) {
      const args = await argumentsOf(stored, from);
      if ((await scripts.appendChain([head.seq, head.hash, 1, ...args])) !== 1)
        throw new ScorebookError(
          "STORAGE_LOCKED",
          `Somebody appends to the chain in ${link.name}; stop the servers.`
        );
      head = stored;
    }
  return head.seq;
}

async function argumentsOf({seq, hash, bytes}: StoredRecord, from: ChainStore) {
  const record = parseRecord({text: Buffer.from(bytes).toString("utf8"), hash});
  const indexes = indexesOf(record);
  const inputs: (string | Buffer)[] = [];
  for (const digest of new Set(Object.values(record.inputs)))
    inputs.push(digest, Buffer.from((await from.input(digest))!));
  return [seq, hash, Buffer.from(bytes), record.once ?? "", indexes.length, ...indexes, ...inputs];
}

async function withFile<S extends {close(): void}, T>(store: S, work: (store: S) => Promise<T>): Promise<T> {
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
