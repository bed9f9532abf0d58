import {readFileSync} from "node:fs";
import koffi from "koffi";
import {loadCapi} from "../../models/lightgbm/capi.ts";
import {parseModel} from "../../src/core/booster/parse.ts";

/** What reading a model took: milliseconds, and megabytes beyond what the process had before. */
export interface Loaded {
  wall: number;
  cpu: number;
  kept: number;
  peak: number;
}

const SMALL = new URL("../../models/demo/model.txt", import.meta.url).pathname;
const [engine, path] = process.argv.slice(2) as ["ours" | "lightgbm", string];
const megabytes = () => process.memoryUsage.rss() / 1e6;

/** Gives a function that reads a file and answers what must be kept for the model to stay. */
function createReader(): (file: string) => unknown {
  if (engine === "ours") return (file) => parseModel(readFileSync(file));
  const capi = loadCapi();
  const prototype =
    "int LGBM_BoosterCreateFromModelfile(const char *file, _Out_ int *iterations, _Out_ void **out)";
  const create = koffi.load(capi.path).func(prototype);
  return (file) => {
    const out: unknown[] = [null];
    if (create(file, [0], out) !== 0) throw new Error(capi.lastError());
    return out;
  };
}

const read = createReader();
read(SMALL);
globalThis.gc!();
const before = megabytes();
const cpuBefore = process.cpuUsage();
const start = performance.now();
const model = read(path);
const wall = performance.now() - start;
const {user, system} = process.cpuUsage(cpuBefore);
const peak = process.resourceUsage().maxRSS / 1e3 - before;
globalThis.gc!();
// Memory of buffers goes back once the collector's own thread is done.
await new Promise((resolve) => setTimeout(resolve, 200));
globalThis.gc!();
const loaded: Loaded = {wall, cpu: (user + system) / 1e3, kept: megabytes() - before, peak};
if (model) console.log(JSON.stringify(loaded));
