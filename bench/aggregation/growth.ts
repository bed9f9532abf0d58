import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {loadavg, tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {type BenchResult, type BenchRow, compare, describeMachine} from "../result.ts";
import type {TaskOptions, TaskResult} from "./growthTask.ts";

const HELP = `npm run bench -- growth [options]

Measures what a client costs in each stage, in processor time, at several sizes of a made-up data set: generate, read
(Polars, the floor), check, decode and sort, compute, Parquet, train, score, explain, the site's datasets. Every task
runs in a process of its own. The smallest size is run twice, the second time in ranges of clients; each stage must
give the same answers.

  --clients LIST   sizes, ascending, such as 3000,30000,100000 (default 1000,3000,10000)
  --seed S         of the data set (default 20)
  --keep DIR       leaves the largest data set and its model in DIR
  --json           print one JSON object
  --help           show this`;

const TASKS = ["generate", "read", "features", "train", "score", "explain", "datasets"] as const;
const RANGES = 5;

interface Size {
  clients: number;
  results: TaskResult[];
}

/** Runs all stages at every size and compares the cost of a client with that at the smallest size. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      clients: {type: "string", default: "1000,3000,10000"},
      seed: {type: "string", default: "20"},
      keep: {type: "string"},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) return void console.log(HELP);
  const sizes = values.clients.split(",").map(Number);
  const isAscending = sizes.every(
    (n, i) => Number.isInteger(n) && n >= 500 && (i === 0 || n > sizes[i - 1]!)
  );
  if (!isAscending)
    throw new Error(`--clients is ${values.clients}; ascending whole numbers from 500 were expected.`);
  if (!/^\d+$/.test(values.seed)) throw new Error(`--seed is ${values.seed}; a whole number was expected.`);
  const work = mkdtempSync(join(tmpdir(), "scorebook-growth-"));
  const options = (clients: number, dir: string, partitions = 1): TaskOptions => {
    return {dir, clients, seed: Number(values.seed), partitions};
  };
  try {
    const again = measure(options(sizes[0]!, join(work, "again", "set"), RANGES));
    rmSync(join(work, "again"), {recursive: true});
    const measured = sizes.map((clients, i): Size => {
      const isLast = i === sizes.length - 1;
      const dir = isLast && values.keep ? values.keep : join(work, String(clients), "set");
      const size = {clients, results: measure(options(clients, dir))};
      if (!isLast) rmSync(dir, {recursive: true});
      return size;
    });
    const apart = differentAnswers(measured[0]!.results, again);
    if (apart.length > 0)
      throw new Error(`${apart.join(", ")}: another run in ${RANGES} ranges of clients gave another answer.`);
    return tableOf(measured);
  } finally {
    rmSync(work, {recursive: true, force: true});
  }
}

function measure(options: TaskOptions): TaskResult[] {
  mkdirSync(options.dir, {recursive: true});
  const [given, result] = [join(options.dir, "task.json"), join(options.dir, "result.json")];
  writeFileSync(given, JSON.stringify(options));
  const script = join(import.meta.dirname, "growthTask.ts");
  return TASKS.map((task) => {
    console.error(`${options.clients} clients: ${task} …`);
    rmSync(result, {force: true});
    execFileSync(process.execPath, ["--import", "tsx", script, task, given, result], {
      stdio: ["ignore", "ignore", "inherit"],
      env: {...process.env, MALLOC_ARENA_MAX: "2"}
    });
    return JSON.parse(readFileSync(result, "utf8")) as TaskResult;
  });
}

/** Names the stages that gave other answers in another run of the same clients. */
export function differentAnswers(one: readonly TaskResult[], other: readonly TaskResult[]): string[] {
  const answers = (results: readonly TaskResult[]) =>
    Object.assign({}, ...results.map((result) => result.answers)) as Record<string, string>;
  const [a, b] = [answers(one), answers(other)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((stage) => a[stage] !== b[stage]);
}

/** Compares, stage by stage, what a client costs at each size with what it costs at the smallest. */
export function tableOf(sizes: readonly Size[]): BenchResult {
  const [least, most] = [sizes[0]!, sizes.at(-1)!];
  const costs = (size: Size) => Object.assign({}, ...size.results.map(({stages}) => stages)) as Stages;
  const perClient = (size: Size, stage: string) =>
    (costs(size)[stage]!.cpu * 1e3) / costs(size)[stage]!.clients;
  const smallest = {name: `${least.clients.toLocaleString("en")} clients`};
  const stages = Object.keys(costs(least));
  const rows = stages.flatMap((stage) =>
    sizes.map((size): BenchRow => {
      const name = `${stage}, ${size.clients.toLocaleString("en")} clients`;
      const own = perClient(size, stage);
      const peer = size === least ? undefined : {...smallest, value: perClient(least, stage)};
      return compare(name, "CPU ms a client", own, peer);
    })
  );
  const peaks = sizes.map(({clients, results}) =>
    compare(
      `largest process, ${clients.toLocaleString("en")} clients`,
      "GiB",
      Math.max(...results.map(({rss}) => rss))
    )
  );
  const added = (stage: string) => {
    const [a, b] = [costs(least)[stage]!, costs(most)[stage]!];
    return b.clients > a.clients ? ((b.cpu - a.cpu) * 1e3) / (b.clients - a.clients) : perClient(most, stage);
  };
  const marginal = stages.map((stage) => `${stage} ${added(stage).toPrecision(3)}`).join(", ");
  return {
    bench: "growth",
    machine: describeMachine(),
    rows: [...rows, ...peaks],
    notes: [
      "The smallest size was run twice, once in ranges of clients: every stage gave the same answers.",
      ...(sizes.length > 1 ? [`One more client costs, in CPU ms: ${marginal}.`] : []),
      `Load of the machine at the end: ${loadavg()[0]!.toFixed(1)}.`
    ]
  };
}

type Stages = TaskResult["stages"];
