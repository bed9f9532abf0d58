import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {isDeepStrictEqual} from "node:util";
import {Rng} from "../../data/demo/draws/random.ts";
import {readCsvBlocks} from "../../loaders/history/blocks.ts";
import {Dictionary} from "../../loaders/history/dictionary.ts";
import {layOut} from "../../loaders/history/layout.ts";
import {checkCsv} from "../../loaders/tables/csv/check.ts";
import {decodeCsv} from "../../loaders/tables/csv/kernel/decodeCsv.ts";
import {CLIENT_TABLE_SCHEMA, clientTableOf, TABLES} from "../../loaders/tables/schema/tables.ts";
import {TABLE_NAMES, type TableName} from "../../loaders/types.ts";
import {inventCsv, mutateCsv} from "./rows.ts";

/** Files judged together: most of the time goes by while a file is opened. */
const AT_ONCE = 16;

export interface FuzzResult {
  readonly files: number;
  /** Files that the kernel took, and those that only the slow path took. */
  readonly accepted: number;
  readonly leftToSlowPath: number;
  /** Where the two differ: the table, what differs, and the file's text. */
  readonly disagreements: readonly {table: TableName; what: string; text: string}[];
}

/** Decodes a checked file as it was done without the kernel. */
export function recordsOf(name: TableName, path: string): Buffer {
  const table = CLIENT_TABLE_SCHEMA[clientTableOf(name)];
  const layout = layOut(table);
  const dictionaries = new Map(
    table.columns
      .filter(({dtype}) => dtype === "String")
      .map((column) => [column.name, new Dictionary(column.categories ?? [])])
  );
  const parts: Buffer[] = [];
  readCsvBlocks(path, TABLES[name], layout, dictionaries, ({buffer}, records) => {
    parts.push(Buffer.from(buffer.slice(0, records * layout.width)));
  });
  return Buffer.concat(parts);
}

/**
 * Lets the slow path judge what the kernel makes of a file.
 * @returns whether each took it, and what differs between them, "" when nothing does
 */
export async function judgeCsv(name: TableName, path: string, decode = decodeCsv) {
  const records: Uint8Array[] = [];
  const found = await decode(name, path, (some) => records.push(some.slice()));
  const expected = await checkCsv(TABLES[name], path);
  const outcome = {fast: found !== undefined, slow: expected !== undefined};
  if (found === undefined) return {...outcome, what: ""};
  if (expected === undefined) return {...outcome, what: "a file that the slow path refuses"};
  if (!isDeepStrictEqual(found, expected)) return {...outcome, what: "what is told of the file"};
  const isSame = Buffer.concat(records).equals(recordsOf(name, path));
  return {...outcome, what: isSame ? "" : "the records"};
}

/** Invents and mutates so many files, and judges each. The same seed gives the same files. */
export async function fuzzCsv(
  files: number,
  seed: number,
  {decode = decodeCsv, onFiles = () => {}}: {decode?: typeof decodeCsv; onFiles?: (done: number) => void} = {}
): Promise<FuzzResult> {
  const rng = new Rng(seed);
  const dir = mkdtempSync(join(tmpdir(), "scorebook-csv-fuzz-"));
  const disagreements: FuzzResult["disagreements"][number][] = [];
  let accepted = 0;
  let leftToSlowPath = 0;
  const judgeOne = async (number: number) => {
    const table = TABLE_NAMES[number % TABLE_NAMES.length]!;
    const text = mutateCsv(inventCsv(TABLES[table], rng), rng);
    const path = join(dir, `${number % AT_ONCE}.csv`);
    writeFileSync(path, text, rng.chance(0.5) ? "latin1" : "utf8");
    const {fast, slow, what} = await judgeCsv(table, path, decode);
    if (fast) accepted++;
    else if (slow) leftToSlowPath++;
    if (what !== "") disagreements.push({table, what, text});
  };
  try {
    for (let done = 0; done < files; done += AT_ONCE) {
      const count = Math.min(AT_ONCE, files - done);
      await Promise.all(Array.from({length: count}, (_, i) => judgeOne(done + i)));
      onFiles(done + count);
    }
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
  return {files, accepted, leftToSlowPath, disagreements};
}
