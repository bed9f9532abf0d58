import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";
import {brotliCompress, constants, gzip} from "node:zlib";

const COMPRESSIBLE = /\.(html|js|css|json|svg|txt|arrow|parquet|wasm)$/;
/** Bytes below which a compressed file saves nothing. */
const LEAST = 1024;
const zip = promisify(gzip);
const brotli = promisify(brotliCompress);

/** Writes beside each file of a folder that gets smaller by it, at any depth, its .gz and .br. */
export async function precompress(directory: string): Promise<void> {
  for (const file of readdirSync(directory, {recursive: true, encoding: "utf8"})) {
    if (!COMPRESSIBLE.test(file)) continue;
    const path = join(directory, file);
    const bytes = readFileSync(path);
    if (bytes.length < LEAST) continue;
    const [zipped, packed] = await Promise.all([
      zip(bytes, {level: 9}),
      brotli(bytes, {params: {[constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY}})
    ]);
    for (const [ending, smaller] of [
      [".gz", zipped],
      [".br", packed]
    ] as const)
      if (smaller.length < bytes.length * 0.95) writeFileSync(path + ending, smaller);
  }
}
