import {type Head, parseRecord} from "../../audit/record.ts";
import type {ChainStore} from "../../audit/store.ts";
import type {RedisLink} from "../connect.ts";
import {toRedisError} from "../faults.ts";
import {indexesOf} from "./indexes.ts";

/** How many records are looked at in one go. */
const AT_ONCE = 500;

/** Says where what stands beside the records of a chain in Redis does not agree with them; nothing when all does. */
export async function findDamage(
  {commands, name, prefix}: RedisLink,
  {seq, hash}: Head,
  stored: ChainStore["stored"]
): Promise<string[]> {
  const key = (of: string) => `${prefix}:chain:${of}`;
  try {
    const [texts, hashes, inputs, digests, last] = await Promise.all([
      commands.hlen(key("records")),
      commands.hlen(key("hashes")),
      commands.hlen(key("inputs")),
      commands.zcard(key("digests")),
      commands.hget(key("hashes"), String(seq))
    ]);
    const faults: string[] = [];
    if (texts !== seq || hashes !== seq)
      faults.push(`the head is record ${seq}, but there are ${texts} records and ${hashes} hashes`);
    if (seq > 0 && last !== hash) faults.push(`the head states another hash than record ${seq}`);
    if (inputs !== digests) faults.push(`there are ${inputs} inputs, but ${digests} digests are listed`);
    return [...faults, ...(await findUnindexed())];
  } catch (error) {
    throw toRedisError(error, name);
  }

  /** Names the first index that a record should be found by and is not. */
  async function findUnindexed(): Promise<string[]> {
    let page = await stored(0, AT_ONCE);
    while (page.length > 0) {
      const entries = page.flatMap(({seq, hash, bytes}) => {
        const record = parseRecord({text: Buffer.from(bytes).toString("utf8"), hash});
        const keys = indexesOf(record).map((index) => [`of:${index}`, index.split(":", 1)[0]!] as const);
        return keys.map(([of, what]) => ({seq, of, what}));
      });
      const pipeline = commands.pipeline();
      for (const {seq, of} of entries) pipeline.zscore(key(of), String(seq));
      const places = ((await pipeline.exec()) ?? []).map(([error, place]) => {
        if (error) throw error;
        return Number(place);
      });
      const lacking = entries.find(({seq}, i) => places[i] !== seq);
      if (lacking) return [`record ${lacking.seq} is not found by its ${lacking.what}`];
      page = await stored(page.at(-1)!.seq, AT_ONCE);
    }
    return [];
  }
}
