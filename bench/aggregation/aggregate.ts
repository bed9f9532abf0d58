import {execFileSync} from "node:child_process";
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {type BenchResult, type BenchRow, compare, describeMachine} from "../result.ts";
import {compareFeatures} from "./aggregateAgreement.ts";

const HELP = `npm run bench -- aggregate [options]

Measures, each in a process of its own, what it takes to aggregate a data set's CSV tables into the features:
ours (npm run features, everything it does), DuckDB with SQL made from the same declarations, pandas when a
python3 with pandas is found (a dozen of the features), Polars expressions made from the declarations, and the
floor: Polars only reads and collects the CSVs.

  --data DIR        the data set; CSV files in DIR/raw (default data/demo-set)
  --partitions P    as for npm run features (default 1)
  --rounds N        run all N times in turn and keep each one's fastest (default 1): a machine that has rested may have to
                    find memory again, which the first to run pays for
  --only LIST       some of floor,ours,duckdb,pandas,polars (default all but polars)
  --json            print one JSON object
  --help            show this`;

const PEERS = [
  ["duckdb", "DuckDB, same features"],
  ["pandas", "pandas, a dozen features"],
  ["polars", "Polars expressions, same features"],
  ["floor", "Polars, reads only"]
] as const;
const QUANTITIES = [
  ["wall", "wall time", "s"],
  ["cpu", "CPU time", "s"],
  ["rss", "peak RSS", "GiB"]
] as const;

type Used = Record<(typeof QUANTITIES)[number][0], number>;

/** Runs the tasks one after the other, each in its own process, and compares a dozen features. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      partitions: {type: "string", default: "1"},
      rounds: {type: "string", default: "1"},
      only: {type: "string", default: "floor,ours,duckdb,pandas"},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  if (!/^[1-9]\d*$/.test(values.partitions))
    throw new Error(`--partitions is ${values.partitions}; a whole number from 1 was expected.`);
  if (!/^[1-9]\d?$/.test(values.rounds))
    throw new Error(`--rounds is ${values.rounds}; a whole number from 1 to 99 was expected.`);
  const raw = join(values.data, "raw");
  if (!existsSync(join(raw, "application_train.csv")))
    throw new Error(`${raw} has no application_train.csv; make a data set with npm run demo.`);
  const out = mkdtempSync(join(tmpdir(), "scorebook-aggregate-"));
  try {
    const used = new Map<string, Used>();
    for (let round = 0; round < Number(values.rounds); round++)
      for (const task of values.only.split(",")) {
        const measured = measure(task, raw, out, values.partitions);
        const before = used.get(task);
        if (measured && (before === undefined || measured.wall < before.wall)) used.set(task, measured);
      }
    return await resultOf(used, out, values.data);
  } finally {
    rmSync(out, {recursive: true, force: true});
  }
}

async function resultOf(used: ReadonlyMap<string, Used>, out: string, data: string): Promise<BenchResult> {
  const ours = used.get("ours");
  const agreement = ours ? await compareFeatures(join(out, "ours"), out) : [];
  const rows = PEERS.flatMap(([task, name]): BenchRow[] => {
    const peer = used.get(task);
    if (!peer) return [];
    const differences = agreement.filter((a) => a.peer === task).map((a) => a.difference);
    const worst = differences.length > 0 ? {maxDifference: Math.max(...differences)} : {};
    return QUANTITIES.map(([key, what, unit]) =>
      compare(what, unit, ours?.[key] ?? Number.NaN, {name, value: peer[key], ...worst})
    );
  });
  const alone =
    ours && rows.length === 0 ? QUANTITIES.map(([key, what, unit]) => compare(what, unit, ours[key])) : [];
  const apart = agreement.filter((a) => a.difference > 1e-9);
  return {
    bench: `aggregate ${data}`,
    machine: describeMachine(),
    rows: [...rows, ...alone],
    notes: apart.map(
      ({peer, feature, difference}) => `${feature} differs from ${peer} by ${difference.toExponential(1)}.`
    )
  };
}

/** Measures one task in a child process; undefined when it cannot run here, which it says. */
function measure(task: string, raw: string, out: string, partitions: string): Used | undefined {
  console.error(`${task} …`);
  const options = {
    stdio: ["ignore", "pipe", "inherit"] as ["ignore", "pipe", "inherit"],
    env: {...process.env, MALLOC_ARENA_MAX: "2"},
    encoding: "utf8"
  } as const;
  if (task !== "pandas") {
    const script = join(import.meta.dirname, "aggregateTask.ts");
    const args = ["--import", "tsx", script, task, raw, out, partitions];
    return JSON.parse(execFileSync(process.execPath, args, options)) as Used;
  }
  try {
    execFileSync("python3", ["-c", "import pandas"], {stdio: "ignore"});
  } catch {
    console.error("pandas is left out: no python3 with pandas was found.");
    return undefined;
  }
  const script = join(import.meta.dirname, "aggregatePandas.py");
  return JSON.parse(execFileSync("python3", [script, raw, out], options)) as Used;
}
