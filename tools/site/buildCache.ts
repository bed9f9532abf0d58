import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {hashPaths} from "../hash.ts";

/** Folders of a cache and everything that their content was made from. */
export interface Made {
  /** Names the stamp that remembers the inputs. */
  name: string;
  folders: readonly string[];
  /** Files and folders. */
  from: readonly string[];
  /** What else counts as an input. */
  with?: string;
}

/**
 * Removes folders of a cache whose inputs have other contents than when it was last asked; what was never asked
 * about counts as changed. Answers the names of what was removed.
 */
export function dropStale(cache: string, all: readonly Made[]): string[] {
  mkdirSync(cache, {recursive: true});
  return all.flatMap(({name, folders, from, with: rest = ""}) => {
    const stamp = join(cache, `${name}.sha256`);
    const inputs = `${hashPaths(from)} ${rest}`;
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === inputs) return [];
    for (const folder of folders) rmSync(join(cache, folder), {recursive: true, force: true});
    writeFileSync(stamp, inputs);
    return [name];
  });
}
