import {createHash} from "node:crypto";
import {existsSync, readdirSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";

/** Hashes the content of files and folders (recursive, in name order); what does not exist counts as absent. Returns hex sha256. */
export function hashPaths(paths: readonly string[], ignore = /node_modules|\.observablehq/): string {
  const hash = createHash("sha256");
  for (const path of [...paths].sort()) {
    if (!existsSync(path)) continue;
    const files = statSync(path).isDirectory()
      ? readdirSync(path, {recursive: true, withFileTypes: true})
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
      : [path];
    for (const file of files.filter((name) => !ignore.test(name)))
      hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}
