import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {requireLibrary} from "../../models/lightgbm/library.ts";
import {type BenchResult, compare, describeMachine} from "../result.ts";
import {readEngineModel} from "./engineModel.ts";
import type {Loaded} from "./loadChild.ts";

const HELP = `npm run bench -- load [options]

Reads one model file with our parser and with LightGBM, each in processes of its own, by turns.

  --trees N    trees of the model, a multiple of 500 (default 10000)
  --rounds N   processes of each; the medians count (default 3)
  --json       print one JSON object
  --help       show this`;

/** Repeats the trees of the engine's model until there are as many as asked for. */
function repeatTrees(trees: number): string {
  const text = readEngineModel({trees: 500, leaves: 31, features: 200});
  const [first, end] = [text.indexOf("Tree=0\n"), text.indexOf("end of trees")];
  const own = text.slice(first, end).split(/(?=^Tree=\d+\n)/m);
  const all = Array.from({length: trees}, (_, t) => own[t % own.length]!.replace(/^Tree=\d+/, `Tree=${t}`));
  const sizes = `tree_sizes=${all.map((tree) => tree.length).join(" ")}`;
  return `${text.slice(0, first).replace(/^tree_sizes=.*$/m, sizes)}${all.join("")}end of trees\n`;
}

function load(engine: "ours" | "lightgbm", path: string): Loaded {
  const child = fileURLToPath(new URL("./loadChild.ts", import.meta.url));
  const args = ["--expose-gc", "--import", "tsx", child, engine, path];
  const {status, stdout, stderr} = spawnSync(process.execPath, args, {encoding: "utf8"});
  if (status !== 0) throw new Error(`The process that reads with ${engine} failed: ${stderr}`);
  return JSON.parse(stdout);
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** Compares time and memory of reading a model. @throws LIGHTGBM_MISSING, USAGE */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      trees: {type: "string", default: "10000"},
      rounds: {type: "string", default: "3"},
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const [trees, rounds] = [Number(values.trees), Number(values.rounds)];
  if (!(Number.isInteger(trees / 500) && trees > 0))
    throw new Error(`--trees is ${values.trees}; a multiple of 500 was expected.`);
  if (!(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds is ${values.rounds}; a whole number from 1 was expected.`);
  requireLibrary();
  const folder = mkdtempSync(join(tmpdir(), "scorebook-load-"));
  try {
    const path = join(folder, "model.txt");
    const text = repeatTrees(trees);
    writeFileSync(path, text);
    const pairs = Array.from({length: rounds}, () => ({
      ours: load("ours", path),
      theirs: load("lightgbm", path)
    }));
    const row = (name: string, unit: string, measure: (loaded: Loaded) => number) =>
      compare(name, unit, median(pairs.map(({ours}) => measure(ours))), {
        name: "LightGBM C API",
        value: median(pairs.map(({theirs}) => measure(theirs)))
      });
    return {
      bench: "load",
      machine: describeMachine(),
      rows: [
        row(`read ${trees} trees, processor time`, "ms", ({cpu}) => cpu),
        row(`read ${trees} trees, wall time`, "ms", ({wall}) => wall),
        row("resident memory that stays", "MB", ({kept}) => kept),
        row("most resident memory while reading", "MB", ({peak}) => peak)
      ],
      notes: [
        `Model: the engine's 500 trees of 31 leaves over and over, ${(text.length / 1e6).toFixed(1)} MB; medians of ${rounds} processes each, all beyond what the process had before.`
      ]
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
