import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import type {DriftReport} from "../../src/core/drift/report.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {PSI_LARGE, PSI_SMALL} from "../../src/core/metrics/psi.ts";
import {measureDrift} from "./report.ts";

const HELP = `npm run drift -- --data NEW [options]

Compares the clients of a data set, whose features are computed, with those that a model was trained on: the population
stability index of the score and of every input, beside what chance alone gives with these sizes.
Clients that the model has learned from are left aside.

  --data DIR     the data set (default data/demo-set)
  --model NAME   the model (default demo)
  --models DIR   where model folders are (default models)
  --top N        inputs that are listed (default 20); all are in DIR/drift-NAME.json
  --help         shows this
`;

const share = (value: number) => `${(100 * value).toFixed(1)} %`;

/** Says how a report is read, the score first. */
export function reportLines(
  {summary, score, features, reference, clients, model}: DriftReport,
  top: number
): string[] {
  const line = (name: string, {psi, critical, pValue}: DriftReport["score"]) =>
    [
      name.slice(0, 44).padEnd(44),
      psi.toFixed(4).padStart(9),
      (critical?.toFixed(4) ?? "").padStart(9),
      pValue === null ? "" : pValue < 1e-4 ? "< 0.0001" : pValue.toFixed(4).padStart(8)
    ].join("  ");
  const found = summary.discoveries.length;
  const largest = [...features].sort((a, b) => b.psi - a.psi).slice(0, top);
  return [
    `${clients} clients against the ${reference} that ${model.name} (${model.version}) was trained on`,
    `${"".padEnd(44)}  ${"PSI".padStart(9)}  ${"chance 5%".padStart(9)}  p`,
    line("score", score),
    "",
    ...largest.map((feature) => line(feature.name, feature)),
    "",
    `${summary.columns} inputs: ${summary.small} from ${PSI_SMALL}, ${summary.large} from ${PSI_LARGE}; ${summary.beyondChance} beyond what chance exceeds once in twenty, where ${summary.expectedByChance.toFixed(0)} would be without a shift.`,
    found === 0
      ? "Judged together, none has moved."
      : `Judged together, ${found} have moved (${share(0.05)} of these are false at most).`
  ];
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      data: {type: "string", default: "data/demo-set"},
      model: {type: "string", default: "demo"},
      models: {type: "string", default: "models"},
      top: {type: "string", default: "20"},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) return void process.stdout.write(HELP);
  const top = Number(values.top);
  if (!/^\d+$/.test(values.top))
    throw new ScorebookError("USAGE", `--top is "${values.top}"; a whole number was expected.`);
  const report = measureDrift({data: values.data, model: join(values.models, values.model)});
  const file = join(values.data, `drift-${values.model}.json`);
  writeFileSync(file, `${JSON.stringify(report)}\n`);
  process.stdout.write(`${[...reportLines(report, top), file].join("\n")}\n`);
}

if (process.argv[1] && import.meta.filename === process.argv[1])
  main().catch((error: unknown) => {
    const isKnown = error instanceof ScorebookError || (error instanceof TypeError && "code" in error);
    process.stderr.write(`${isKnown ? (error as Error).message : (error as Error).stack}\n`);
    process.exitCode = 1;
  });
