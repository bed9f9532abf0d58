import {existsSync, readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {parseArgs} from "node:util";
import {ScorebookError} from "../../src/core/errors.ts";
import {type Measure, measureDemo, type Reference} from "./compareDemoMeasures.ts";

const HELP = `npm run demo:compare -- [--data DIR] [--off] [--json]

Prints a demo set's figures beside those of the real tables (data/demo/reference.json), each with its deviation.

  --data DIR   the set's folder (default data/demo-set)
  --off        only the figures beyond their tolerance
  --json       the measures as one JSON array
  --help       shows this
`;

/** Reads the published figures that a demo set is held against. */
export function readReference(): Reference {
  return JSON.parse(
    readFileSync(new URL("../../data/demo/reference.json", import.meta.url), "utf8")
  ) as Reference;
}

/**
 * Tells how far a figure is off, as a multiple of its tolerance; up to 1 is near enough. Shares: 0.02 + 10 %. Quantiles:
 * 15 % or 4 % of the span from p5 to p95. Counts: 15 % or 1. Correlations: 0.04. Bad rates: 0.015 + two standard errors.
 */
export function deviation({kind, real, ours, span, n}: Measure): number {
  const difference = Math.abs(ours - real);
  if (!Number.isFinite(difference)) return Number.POSITIVE_INFINITY;
  const tolerance = {
    share: 0.02 + 0.1 * real,
    quantile: Math.max(0.15 * Math.abs(real), 0.04 * (span ?? 0), 1e-9),
    count: Math.max(1, 0.15 * real),
    correlation: 0.04,
    rate: 0.015 + 2 * Math.sqrt((real * (1 - real)) / (n ?? 1000))
  }[kind];
  return difference / tolerance;
}

const shown = (x: number) => (Math.abs(x) >= 1000 ? x.toFixed(0) : String(Number(x.toPrecision(4))));

/** Lays the measures out as lines: name, real, ours, deviation in tolerances. */
export function comparisonTable(measures: readonly Measure[]): string {
  const width = Math.max(...measures.map(({name}) => name.length));
  const head = `${"figure".padEnd(width)} ${"real".padStart(12)} ${"generated".padStart(12)} ${"deviation".padStart(10)}`;
  const lines = measures.map((measure) => {
    const off = deviation(measure);
    const cells = [shown(measure.real), shown(measure.ours)].map((cell) => cell.padStart(12));
    return `${measure.name.padEnd(width)} ${cells.join(" ")} ${off.toFixed(2).padStart(10)}${off > 1 ? "  OFF" : ""}`;
  });
  return [head, ...lines].join("\n");
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      data: {type: "string", default: "data/demo-set"},
      off: {type: "boolean", default: false},
      json: {type: "boolean", default: false},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const raw = join(resolve(values.data), "raw");
  if (!existsSync(join(raw, "application_train.csv")))
    throw new ScorebookError(
      "USAGE",
      `There is no application_train.csv in ${raw}; make a set with npm run demo.`
    );
  const measures = await measureDemo(raw, readReference());
  if (values.json) {
    process.stdout.write(`${JSON.stringify(measures)}\n`);
    return;
  }
  const far = measures.filter((measure) => deviation(measure) > 1);
  if (!values.off || far.length > 0)
    process.stdout.write(`${comparisonTable(values.off ? far : measures)}\n`);
  process.stdout.write(`${measures.length - far.length} of ${measures.length} figures within tolerance\n`);
}

if (process.argv[1]?.endsWith("compareDemo.ts")) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
