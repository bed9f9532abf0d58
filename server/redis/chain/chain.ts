import {ScorebookError} from "../../../src/core/errors.ts";
import {sha256} from "../../audit/canonical.ts";
import {
  type ChainRecord,
  type Draft,
  GENESIS,
  type Head,
  type LinkedRecord,
  linkRecord,
  parseRecord,
  type StoredRecord
} from "../../audit/record.ts";
import {type ChainStore, recordTaken, unreadableRecord} from "../../audit/store.ts";
import {createGroupCommit, PATIENCE_MS} from "../../results/groupCommit.ts";
import type {RedisLink} from "../connect.ts";
import {toRedisError} from "../faults.ts";
import {defineScripts} from "../scripts.ts";
import {findDamage} from "./damage.ts";
import {conditionsOf, indexesOf} from "./indexes.ts";
import {CHAIN_SCRIPTS} from "./scripts.ts";

/** An append on its way, and what became of it. */
interface Appending {
  draft: Draft;
  record?: ChainRecord;
  refused?: ScorebookError;
}

/**
 * Keeps the chain in the Redis that replicas share. A record is linked here, for Redis knows no SHA-256, and appended
 * only behind the head that it was linked to; where another replica was faster it is linked anew. Appends of one turn of
 * the event loop go together. When the way to Redis breaks in between, a record may be kept although its append rejects.
 */
export function createRedisChain(link: RedisLink): ChainStore {
  const {commands, name, prefix} = link;
  const scripts = defineScripts(commands, CHAIN_SCRIPTS, prefix);
  const key = (of: string) => `${prefix}:chain:${of}`;
  const listeners = new Set<(record: ChainRecord) => void>();

  async function told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw toRedisError(error, name);
    }
  }

  /** Links what is not refused to the present head and appends it; false when another replica came between. */
  async function tryToAppend(items: readonly Appending[]): Promise<boolean> {
    const keys = items.flatMap(({draft: {once}}) => (once === undefined ? [] : [once]));
    const inputs = new Map(
      items.flatMap(({draft}) => Object.values(draft.inputs ?? {})).map((bytes) => [sha256(bytes), bytes])
    );
    const state = (await scripts.chainState([keys.length, ...keys, ...inputs.keys()])) as (string | number)[];
    const [seq, hash, ...present] = state;
    const taken = new Set(keys.filter((_, i) => present[i] === 1));
    const isKept = new Set([...inputs.keys()].filter((_, i) => present[keys.length + i] === 1));

    const first: Head = seq === "0" ? GENESIS : {seq: Number(seq), hash: String(hash)};
    let head = first;
    const linked: (LinkedRecord & Pick<Draft, "once">)[] = [];
    const stated = new Set<string>();
    for (const item of items) {
      const {once} = item.draft;
      item.record = undefined;
      item.refused = once !== undefined && taken.has(once) ? recordTaken(once) : undefined;
      if (item.refused) continue;
      if (once !== undefined) taken.add(once);
      const stored = linkRecord(item.draft, head);
      item.record = parseRecord(stored);
      for (const digest of Object.values(item.record.inputs)) stated.add(digest);
      linked.push({...stored, once});
      head = stored;
    }
    if (linked.length === 0) return true;
    const records = linked.flatMap(({seq, hash, text, once = ""}) => {
      const indexes = indexesOf(parseRecord({text, hash}));
      return [seq, hash, text, once, indexes.length, ...indexes];
    });
    const added = [...stated].filter((digest) => !isKept.has(digest));
    const bytes = added.flatMap((digest) => [digest, Buffer.from(inputs.get(digest)!)]);
    return (await scripts.appendChain([first.seq, first.hash, linked.length, ...records, ...bytes])) === 1;
  }

  const commit = createGroupCommit<Appending>(async (items) => {
    const untilMs = performance.now() + PATIENCE_MS;
    while (!(await told(() => tryToAppend(items))))
      if (performance.now() > untilMs)
        throw new ScorebookError("STORAGE_LOCKED", `Too many append to the chain in ${name}; try again.`);
  });

  async function records(seqs: readonly (string | number)[]): Promise<ChainRecord[]> {
    if (seqs.length === 0) return [];
    const [texts, hashes] = await told(() =>
      Promise.all([
        commands.hmget(key("records"), ...seqs.map(String)),
        commands.hmget(key("hashes"), ...seqs.map(String))
      ])
    );
    return seqs.flatMap((seq, i) => {
      if (texts[i] === null && hashes[i] === null) return [];
      try {
        return [parseRecord({text: texts[i]!, hash: hashes[i]!})];
      } catch {
        throw unreadableRecord(Number(seq));
      }
    });
  }

  async function stored(after: number, limit: number): Promise<StoredRecord[]> {
    const {seq: last} = await head();
    for (let from = after + 1; from <= last; from += limit) {
      const seqs = Array.from({length: Math.min(limit, last - from + 1)}, (_, i) => from + i);
      const [texts, hashes] = await told(() =>
        Promise.all([
          commands.hmgetBuffer(key("records"), ...seqs.map(String)),
          commands.hmget(key("hashes"), ...seqs.map(String))
        ])
      );
      const found = seqs.flatMap((seq, i) => {
        const [bytes, hash] = [texts[i], hashes[i]];
        return bytes ? [{seq, hash: hash ?? "", bytes: new Uint8Array(bytes)}] : [];
      });
      if (found.length > 0) return found;
    }
    return [];
  }

  async function head(): Promise<Head> {
    const [seq, hash] = await told(() => commands.hmget(key("head"), "seq", "hash"));
    return seq ? {seq: Number(seq), hash: hash ?? ""} : GENESIS;
  }

  return {
    async append(draft) {
      const item: Appending = {draft};
      await commit(item);
      if (item.refused) throw item.refused;
      for (const listener of listeners) listener(item.record!);
      return item.record!;
    },
    head,
    read: async (seq) => (await records([seq]))[0] ?? null,
    async find(once) {
      const seq = await told(() => commands.hget(key("once"), once));
      return seq === null ? null : ((await records([seq]))[0] ?? null);
    },
    async list(filter) {
      const {before = Number.MAX_SAFE_INTEGER, limit} = filter;
      const conditions = conditionsOf(filter).flatMap((names) => [names.length, ...names]);
      return records((await told(() => scripts.listChain([before, limit, ...conditions]))) as number[]);
    },
    stored,
    async input(digest) {
      const bytes = await told(() => commands.hgetBuffer(key("inputs"), digest));
      return bytes && new Uint8Array(bytes);
    },
    digests: (after, limit) =>
      told(() =>
        commands.zrangebylex(key("digests"), after === "" ? "-" : `(${after}`, "+", "LIMIT", 0, limit)
      ),
    damage: async () => findDamage(link, await head(), stored),
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {}
  };
}
