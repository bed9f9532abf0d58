import {join} from "node:path";
import {parseArgs} from "node:util";
import cliProgress from "cli-progress";
import {ScorebookError} from "../src/core/errors.ts";
import {type BuildOptions, buildFeatures} from "./batch/build.ts";

const HELP = `npm run features -- [options]

Aggregates the raw tables of a data set into its features and its history.

  --data DIR        the data set; its tables are in DIR/raw (default data/demo-set)
  --partitions P    cut the clients into at least P ranges; memory is bounded and the bytes are the same (default 1)
  --workers URL     compute on the workers that listen to this Redis (npm run worker), which share DIR
  --engine NAME     machine: the plan's own machine over typed arrays (default); polars: the same declarations as
                    Polars expressions, from the raw tables, always computed anew
  --force           compute even when tables and plan are unchanged
  --help            show this`;

interface Options {
  data: string;
  partitions: number;
  workers?: string;
  engine: Engine;
  force: boolean;
}

const ENGINES = ["machine", "polars"] as const;
type Engine = (typeof ENGINES)[number];
const isEngine = (name: string): name is Engine => (ENGINES as readonly string[]).includes(name);

function readOptions(): Options | undefined {
  const {values} = parseArgs({
    options: {
      data: {type: "string", default: "data/demo-set"},
      partitions: {type: "string", default: "1"},
      workers: {type: "string"},
      engine: {type: "string", default: "machine"},
      force: {type: "boolean", default: false},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) return undefined;
  const partitions = Number(values.partitions);
  if (!Number.isInteger(partitions) || partitions < 1)
    throw new ScorebookError(
      "USAGE",
      `--partitions is ${values.partitions}; a whole number from 1 was expected.`
    );
  const {data, workers, engine, force} = values;
  if (!isEngine(engine))
    throw new ScorebookError("USAGE", `--engine is ${engine}; ${ENGINES.join(" or ")} was expected.`);
  if (engine === "polars" && workers !== undefined)
    throw new ScorebookError(
      "USAGE",
      "--engine polars and --workers were both given; workers compute with the machine, so one of them was expected."
    );
  if (workers !== undefined && !/^rediss?:\/\/\S+$/.test(workers))
    throw new ScorebookError(
      "USAGE",
      `--workers is ${workers}; an address such as redis://127.0.0.1:6379 was expected.`
    );
  return {data, partitions, engine, force, ...(workers !== undefined && {workers})};
}

function createProgress(): {show: (done: number, total: number, what: string) => void; stop: () => void} {
  const bar = new cliProgress.SingleBar(
    {format: " {bar} {percentage}% | {what}", hideCursor: true, clearOnComplete: true, etaBuffer: 50},
    cliProgress.Presets.shades_classic
  );
  let shown = "";
  return {
    show(done, total, what) {
      if (!process.stderr.isTTY) {
        if (what !== shown) console.error(what);
      } else if (!bar.isActive) bar.start(total, done, {what});
      else {
        bar.setTotal(total);
        bar.update(done, {what});
      }
      shown = what;
    },
    stop: () => bar.stop()
  };
}

/** Chooses what computes the features; Polars expressions and the queue are loaded only where they are asked for. */
async function executor(
  {engine, workers: url, data}: Options,
  onWarning: (sentence: string) => void
): Promise<Pick<BuildOptions, "compute" | "renew">> {
  if (engine === "polars") {
    const {computeWithPolars} = await import("./polars/compute.ts");
    return {compute: (task, {features, tables}) => computeWithPolars(task, features, tables), renew: true};
  }
  if (url === undefined) return {};
  const {computeOnWorkers} = await import("./queue/compute.ts");
  return {
    compute: (task, {planSha256}) => computeOnWorkers({url}, data, task, {planSha256, onWarning})
  };
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return console.log(HELP);
  const progress = createProgress();
  const started = performance.now();
  const onWarning = (sentence: string) => console.error(sentence);
  try {
    const report = await buildFeatures(options.data, {
      ...(await executor(options, onWarning)),
      partitions: options.partitions,
      force: options.force,
      onProgress: progress.show,
      onWarning
    });
    progress.stop();
    const size = `${report.features} features of ${report.clients} clients in ${options.data}`;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(report.unchanged ? `Unchanged: ${size}.` : `Computed ${size} in ${seconds} s.`);
    console.log(`How the tables were read: ${join(options.data, "report.html")}`);
  } finally {
    progress.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
