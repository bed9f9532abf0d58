import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, renameSync, rmSync} from "node:fs";
import {rename, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {Source} from "../files/sources.ts";
import {TABLES} from "../schema/tables.ts";
import type {CheckedTable} from "./task.ts";

interface Remembered {
  readonly checked: CheckedTable;
  readonly stamp: string;
  /** Of the kept file, when there is one. */
  readonly keptStamp?: string;
}

/** Bump when the check itself becomes stricter. */
const CHECK_VERSION = 3;
const FILE = ".checked.json";
const FOLDER = ".checked";

/**
 * Remembers in the folder itself which files were checked, by size and times of change, so that an unchanged
 * file is read once only, and keeps what was written of files that are not in Kaggle's own form. A folder that
 * cannot be written to is checked each time.
 */
export class CheckCache {
  private readonly version = createHash("sha256")
    .update(JSON.stringify([CHECK_VERSION, TABLES]))
    .digest("hex");
  private readonly known: Map<string, Remembered>;
  /** True when a file was checked that was not remembered. */
  changed = false;

  constructor(private readonly dir: string) {
    this.known = new Map(this.load());
  }

  /** Finds what was remembered of a source, and the file kept of it; undefined when it is new or has changed since. */
  async get(source: Source): Promise<{checked: CheckedTable; kept?: string} | undefined> {
    const remembered = this.known.get(source.shown);
    if (remembered === undefined || remembered.stamp !== (await stampOf(join(this.dir, source.file))))
      return undefined;
    const {checked, keptStamp} = remembered;
    if (!checked.normalised) return {checked};
    const kept = this.keptPath(source);
    return keptStamp !== undefined && keptStamp === (await stampOf(kept)) ? {checked, kept} : undefined;
  }

  /**
   * Remembers a source and keeps the file that was written of it.
   * @returns where that file is now; undefined when none was written
   */
  async set(source: Source, checked: CheckedTable, written: string | undefined): Promise<string | undefined> {
    const kept = this.keep(source, written);
    const stamp = (await stampOf(join(this.dir, source.file))) ?? "";
    const keptStamp = kept === undefined ? undefined : await stampOf(kept);
    this.known.set(source.shown, {checked, stamp, ...(keptStamp !== undefined && {keptStamp})});
    this.changed = true;
    return kept;
  }

  /** Writes what was learnt, aside first; failing to do so is no error. */
  async save(): Promise<void> {
    if (!this.changed) return;
    const path = join(this.dir, FILE);
    const aside = `${path}.${process.pid}.part`;
    const content = {version: this.version, files: [...this.known]};
    await writeFile(aside, `${JSON.stringify(content, null, 1)}\n`)
      .then(() => rename(aside, path))
      .catch(() => {});
  }

  private keptPath({table}: Source): string {
    return join(this.dir, FOLDER, `${table}.csv`);
  }

  private keep(source: Source, written: string | undefined): string | undefined {
    const path = this.keptPath(source);
    if (written === undefined) {
      rmSync(path, {force: true});
      return undefined;
    }
    try {
      mkdirSync(join(this.dir, FOLDER), {recursive: true});
      renameSync(written, path);
      return path;
    } catch {
      return written;
    }
  }

  private load(): [string, Remembered][] {
    try {
      const read = JSON.parse(readFileSync(join(this.dir, FILE), "utf8"));
      return read.version === this.version ? read.files : [];
    } catch {
      return [];
    }
  }
}

async function stampOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found && `${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
}
