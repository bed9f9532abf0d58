import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {rename, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {TABLES} from "./schema/tables.ts";
import type {Source} from "./sources.ts";

/** What is remembered of a table that was found to be in order. */
export interface CheckedTable {
  readonly sha256: string;
  readonly rows: number;
  readonly pointed: readonly string[];
  /** True when the last line has no line break. */
  readonly cut: boolean;
}

interface Remembered extends CheckedTable {
  readonly stamp: string;
}

/** Bump when the check itself becomes stricter. */
const CHECK_VERSION = 1;
const FILE = ".checked.json";

/**
 * Remembers in the folder itself which files were checked, by size and times of change, so that an unchanged
 * file is read once only. A folder that cannot be written to is checked each time.
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

  /** Finds what was remembered of a source; undefined when it is new or has changed since. */
  async get(source: Source): Promise<CheckedTable | undefined> {
    const remembered = this.known.get(source.shown);
    return remembered !== undefined && remembered.stamp === (await this.stamp(source))
      ? remembered
      : undefined;
  }

  async set(source: Source, checked: CheckedTable): Promise<void> {
    this.known.set(source.shown, {...checked, stamp: await this.stamp(source)});
    this.changed = true;
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

  private async stamp({file}: Source): Promise<string> {
    const {size, mtimeMs, ctimeMs} = await stat(join(this.dir, file));
    return `${size} ${mtimeMs} ${ctimeMs}`;
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
