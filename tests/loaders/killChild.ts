import {renameSync, rmSync, symlinkSync} from "node:fs";
import {join} from "node:path";
import {buildFeatures} from "../../loaders/batch/build.ts";

/** A process to be killed: it computes a data set again and again, from the raw tables of two others in turn. */
const [dir = "", ...raws] = process.argv.slice(2);
for (let i = 0; ; i++) {
  const link = join(dir, "raw.next");
  rmSync(link, {force: true});
  symlinkSync(raws[i % raws.length]!, link);
  renameSync(link, join(dir, "raw"));
  await buildFeatures(dir, {onProgress: (_done, _total, what) => process.stdout.write(`${what}\n`)});
  process.stdout.write("done\n");
}
