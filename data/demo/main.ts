import {resolve} from "node:path";
import {parseArgs} from "node:util";
import cliProgress from "cli-progress";
import {ScorebookError} from "../../src/core/errors.ts";
import {DEMO_TABLES} from "./columns.ts";
import {generateDemo} from "./generate.ts";
import {MOST_CLIENTS} from "./keys.ts";

const HELP = `npm run demo -- [--clients N] [--seed S] [--out DIR]

Makes a portfolio of made-up clients: the eight tables of Home Credit Default Risk as Kaggle ships them.

  --clients N   how many clients, 2 to ${MOST_CLIENTS} (default 10000)
  --seed S      a whole number; the same clients and seed give the same bytes (default 20)
  --out DIR     the set's folder; the tables go to DIR/raw (default data/demo-set)
  --help        shows this
`;

function wholeNumber(value: string, option: string, low: number, high: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= low && number <= high) return number;
  throw new ScorebookError(
    "USAGE",
    `${option} is "${value}"; it must be a whole number from ${low} to ${high}.`
  );
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      clients: {type: "string", default: "10000"},
      seed: {type: "string", default: "20"},
      out: {type: "string", default: "data/demo-set"},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const clients = wholeNumber(values.clients, "--clients", 2, MOST_CLIENTS);
  const seed = wholeNumber(values.seed, "--seed", 0, 2147483647);
  const out = resolve(values.out);
  const bar = new cliProgress.SingleBar(
    {
      format: "demo data {bar} {percentage}% | {value}/{total} clients | {duration_formatted}",
      clearOnComplete: true
    },
    cliProgress.Presets.shades_classic
  );
  bar.start(clients, 0);
  const started = performance.now();
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.once(name, () => stop.abort(new Error(`Stopped by ${name}; ${out} is as it was.`)));
  try {
    const {rows, badRate} = await generateDemo({
      clients,
      seed,
      out,
      onProgress: (done) => bar.update(done),
      signal: stop.signal
    });
    bar.stop();
    for (const name of DEMO_TABLES)
      process.stdout.write(`${name.padEnd(24)}${rows[name].toLocaleString("en").padStart(12)} rows\n`);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `${clients} clients, ${(100 * badRate).toFixed(2)} % of the labelled default; ${seconds} s; ${out}/raw\n`
    );
  } finally {
    bar.stop();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
