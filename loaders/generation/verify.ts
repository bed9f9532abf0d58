import {join} from "node:path";
import {ScorebookError} from "../../src/core/errors.ts";
import {type HistoryIndex, OFFSET_WORDS} from "../history/layout.ts";
import {readHistoryIndex} from "../history/read.ts";
import {alignedBytes, type Blocks, damageOf, type FileCheck, readChecked} from "./checks.ts";
import type {FeatureStoreMeta} from "./meta.ts";

const INDEX = "history/index.json";
const WORD = Uint32Array.BYTES_PER_ELEMENT;

/** A stored file that is not what was written: its path within the folder of its run, and what is wrong. */
export interface Damage {
  file: string;
  what: string;
}

/**
 * Reads through everything that a run has stored and compares it with its checksums; other work gets its turn
 * between slices of a megabyte.
 * @param folder that of the run
 * @param skip files that are not read, because nothing is served from them
 */
export async function findDamage(
  folder: string,
  meta: FeatureStoreMeta,
  skip: readonly string[] = []
): Promise<Damage[]> {
  const found: Damage[] = [];
  const compare = async (file: string, check: FileCheck, blocks?: Blocks): Promise<void> => {
    const what = await damageOf(join(folder, file), check, blocks);
    if (what !== undefined) found.push({file, what});
  };
  for (const [file, check] of Object.entries(meta.files)) {
    if (skip.includes(file)) continue;
    if (check.crc32 !== null) await compare(file, check);
    else {
      const checks = words(join(folder, "features.checks"), meta.files["features.checks"]);
      if (checks) await compare(file, check, rowBlocks(checks, check.bytes));
    }
  }
  const index = found.some(({file}) => file === INDEX) ? undefined : indexOrAge(folder, found);
  if (!index) return found;
  for (const [file, check] of Object.entries(index.files)) {
    const name = file.replace(/\.records$/, "") as keyof typeof index.tables;
    if (check.crc32 !== null) await compare(`history/${file}`, check);
    else {
      const entries = words(join(folder, "history", `${name}.offsets`), index.files[`${name}.offsets`]);
      if (entries) await compare(`history/${file}`, check, clientBlocks(entries, index.tables[name].width));
    }
  }
  return found;
}

/** Reads the index of a whole history; notes one that another version of this program has written. */
function indexOrAge(folder: string, found: Damage[]): HistoryIndex | undefined {
  try {
    return readHistoryIndex(join(folder, "history"));
  } catch (error) {
    if (!(error instanceof ScorebookError)) throw error;
    found.push({file: INDEX, what: "has another format"});
    return undefined;
  }
}

function rowBlocks(checks: Uint32Array, bytes: number): Blocks {
  const rowBytes = checks.length === 0 ? 0 : bytes / checks.length;
  return {count: checks.length, end: (i) => (i + 1) * rowBytes, check: (i) => checks[i]!};
}

function clientBlocks(entries: Uint32Array, width: number): Blocks {
  return {
    count: (entries.length - 1) / OFFSET_WORDS,
    end: (i) => entries[(i + 1) * OFFSET_WORDS]! * width,
    check: (i) => entries[i * OFFSET_WORDS + 1]!
  };
}

/** Reads the checksums of blocks; undefined when they are damaged themselves, which is found on its own. */
function words(path: string, check: FileCheck | undefined): Uint32Array | undefined {
  const content = readChecked(path, check);
  return content && new Uint32Array(alignedBytes(content), 0, content.length / WORD);
}
