import {
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {dirname, join} from "node:path";
import {describeFile, type FileCheck} from "./checks.ts";
import {type DataFacts, metaText, readMeta, STORE_VERSION} from "./meta.ts";

/** The folder of a run until meta.json names it. */
export interface GenerationDraft {
  readonly folder: string;
  /** Takes files over from an earlier run, without copying them where the system can. */
  take(from: string, files: readonly string[]): void;
  /**
   * Makes this folder the one that is read, in one step, and removes all others.
   * @param files that are read through for their checksums
   * @param checks of the files that have checksums by block
   */
  commit(facts: DataFacts, files: readonly string[], checks: Record<string, FileCheck>): void;
  /** Removes the folder; does nothing after commit(). */
  discard(): void;
}

/** Names under which people and programs find the files that are read now. */
const ALIASES = [
  ...["features.parquet", "features.f32", "ids.i32", "target.i8", "catalogue.json", "history"],
  ...["report.json", "report.html"]
];
const PREFIX = "generation-";

/** Begins the folder of a run in a data set. The caller holds the set's lock, so leftovers are of killed runs. */
export function beginGeneration(dataDir: string): GenerationDraft {
  mkdirSync(dataDir, {recursive: true});
  removeOthers(dataDir, currentGeneration(dataDir));
  const generation = `${PREFIX}${Date.now().toString(36)}-${process.pid.toString(36)}`;
  const folder = join(dataDir, generation);
  mkdirSync(folder);
  let committed = false;
  return {
    folder,
    take(from, files) {
      for (const file of files) {
        mkdirSync(dirname(join(folder, file)), {recursive: true});
        linkOrCopy(join(from, file), join(folder, file));
      }
    },
    commit(facts, described, checks) {
      const files: Record<string, FileCheck> = {...checks};
      for (const name of described) files[name] = describeFile(join(folder, name));
      syncFolder(folder);
      const aside = join(dataDir, ".meta.json.part");
      writeFileSync(aside, metaText({version: STORE_VERSION, generation, ...facts, files}), {flush: true});
      renameSync(aside, join(dataDir, "meta.json"));
      committed = true;
      syncFolder(dataDir);
      renewAliases(dataDir, generation);
      removeOthers(dataDir, generation);
    },
    discard() {
      if (!committed) rmSync(folder, {recursive: true, force: true});
    }
  };
}

function currentGeneration(dataDir: string): string | undefined {
  try {
    return readMeta(dataDir).generation;
  } catch {
    return undefined;
  }
}

/** Makes features.parquet, history and the other known names of a data set lead into the folder that is read now. */
export function renewAliases(dataDir: string, generation: string): void {
  for (const name of ALIASES) {
    const path = join(dataDir, name);
    const target = join(generation, name);
    if (linkTarget(path) === target) continue;
    const aside = join(dataDir, `.${name}.link`);
    rmSync(aside, {force: true});
    rmSync(path, {recursive: true, force: true});
    try {
      symlinkSync(target, aside);
      renameSync(aside, path);
    } catch {
      // A system without symbolic links has the files under the folder's name only.
    }
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the folders of other runs; one that is still open elsewhere may resist and is removed by the next run. */
function removeOthers(dataDir: string, kept: string | undefined): void {
  for (const name of readdirSync(dataDir)) {
    if (!name.startsWith(PREFIX) || name === kept) continue;
    try {
      rmSync(join(dataDir, name), {recursive: true, force: true});
    } catch {}
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** Makes the names in a folder last through a power cut, where the system can. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {}
}
