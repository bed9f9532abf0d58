import {createReadStream, createWriteStream} from "node:fs";
import {join} from "node:path";
import {Transform} from "node:stream";
import {pipeline} from "node:stream/promises";
import {crc32, createGunzip} from "node:zlib";
import {openPromise} from "yauzl";
import {faultInFile} from "../faults.ts";
import {TABLES} from "../schema/tables.ts";
import type {Source} from "./sources.ts";

/**
 * Unpacks a .csv.gz, or one entry of a zip, to a CSV file in `folder`, as a stream, and checks its checksum.
 * @returns the path of the CSV file
 * @throws TABLE_INVALID when the packed file is cut off or damaged
 */
export async function unpack(dir: string, source: Source, folder: string): Promise<string> {
  const target = join(folder, `${source.table}.csv`);
  try {
    if (source.format === "gzip") {
      await pipeline(createReadStream(join(dir, source.file)), createGunzip(), createWriteStream(target));
    } else await unpackEntry(join(dir, source.file), source.entry!, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOSPC" || code === "EACCES") throw error;
    const isEncrypted = /encrypted/.test(String((error as Error).message));
    const kind = source.format === "gzip" ? "gzip" : "zip";
    throw faultInFile(
      TABLES[source.table],
      source.shown,
      isEncrypted
        ? "is encrypted; a zip file without a password was expected"
        : `is cut off or damaged; a whole ${kind} file was expected`
    );
  }
  return target;
}

async function unpackEntry(path: string, name: string, target: string): Promise<void> {
  const zip = await openPromise(path, {autoClose: false});
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      let sum = 0;
      const summing = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          sum = crc32(chunk, sum);
          done(null, chunk);
        }
      });
      await pipeline(await zip.openReadStreamPromise(entry), summing, createWriteStream(target));
      if (sum !== entry.crc32) throw new Error("checksum");
      return;
    }
    throw new Error("no such entry");
  } finally {
    zip.close();
  }
}
