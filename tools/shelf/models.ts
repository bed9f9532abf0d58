import {readFileSync} from "node:fs";
import {resolve} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {importModel} from "../../models/imported/importModel.ts";
import type {GivenNames} from "../../models/imported/inputs.ts";
import {saveImported} from "../../models/imported/saveImported.ts";
import {openKeptChain} from "../../server/audit/kept.ts";
import {createSystemClock} from "../../server/clock.ts";
import {type Config, readConfig} from "../../server/config.ts";
import {createCommandSlot} from "../../server/models/commandSlot.ts";
import {listModels} from "../../server/models/describe.ts";
import {createPromotions} from "../../server/models/promotions.ts";
import {createShelf} from "../../server/models/shelf.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {errorSentence} from "../errorSentence.ts";
import {comparisonLines, listLines} from "./modelLines.ts";

const HELP = `Lists models, compares two of them, makes one the served one, and takes in models that were trained elsewhere.

  npm run models                          lists them: AUC out of fold, on how many clients, which is served
  npm run models -- compare A B           challenger B beside champion A on the clients whom both have held out
  npm run models -- promote NAME          serves another model; running servers follow within a second
  npm run models -- import --model FILE --name NAME [--features FILE]
                                          makes a model folder of a LightGBM model.txt of the objective binary

  --features FILE  our names of the model's features, as JSON: a list in model order, or {"theirs": "ours"} for those
                   that are called otherwise (default: the model's own names)
  --cost FN:FP     what a default approved and a good client declined cost, for import (default 10:1)
  --by NAME        who promotes (default local); --note TEXT why
  --models DIR     where model folders are (default models)
  --config FILE    the configuration (default: SCOREBOOK_CONFIG, then config.json)
  --help           this text
`;

interface Options {
  model?: string;
  name?: string;
  features?: string;
  cost?: string;
  by?: string;
  note?: string;
}

/** Runs one of the commands; answers what to print. @throws USAGE, MODEL_…, FEATURES_MISSING */
export async function runModels(
  config: Config,
  folder: string,
  [command, ...names]: readonly string[],
  options: Options = {}
): Promise<string[]> {
  const slot = createCommandSlot(config, folder);
  if (command === undefined || (command === "list" && names.length === 0))
    return listLines(listModels(createShelf(folder), slot.current()));
  if (command === "compare" && names.length === 2)
    return comparisonLines(await slot.compare(names[0]!, names[1]!));
  if (command === "import" && names.length === 0) return importOne(folder, options);
  if (command === "promote" && names.length === 1) {
    const {chain, close} = await openKeptChain(config);
    try {
      const promotions = createPromotions({slot, chain, clock: createSystemClock()});
      const actor = {name: options.by ?? "local", role: "admin"} as const;
      const {id, model, before} = await promotions.promote(actor, names[0]!, options.note);
      return [
        `${model.name} (version ${model.version}) takes the place of ${before.name} (version ${before.version}), record ${id} of the chain.`,
        "Running servers serve it within a second; the pages are built again by npm start, or with npm run build."
      ];
    } finally {
      await close();
    }
  }
  throw usage(
    `The command is ${[command, ...names].join(" ")}; expected list, compare A B, promote NAME or import --model FILE --name NAME.`
  );
}

async function importOne(folder: string, {model, name, features, cost}: Options): Promise<string[]> {
  if (model === undefined || name === undefined) throw usage("An import needs --model FILE and --name NAME.");
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))
    throw usage(`--name is "${name}"; letters, digits, dots, dashes and underscores were expected.`);
  const text = readGiven(model, "--model");
  const names = features === undefined ? undefined : parseNames(readGiven(features, "--features"), features);
  const about = {name, createdAt: new Date().toISOString(), names, cost: parseCost(cost)};
  const manifest = importModel(text, about);
  const dir = await saveImported(folder, text, manifest);
  return [
    `${dir} holds the model: ${manifest.features.length} features, ${manifest.training.rounds} trees, version ${manifest.version}.`,
    "Nothing was measured: its probabilities are taken as it gives them, and nobody knows here whom it has learned from.",
    `Serve it with npm run models -- promote ${name}.`
  ];
}

function readGiven(path: string, option: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw usage(`${option} ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function parseNames(content: Buffer, path: string): GivenNames {
  let value: unknown;
  try {
    value = JSON.parse(content.toString("utf8"));
  } catch {}
  const isText = (one: unknown) => typeof one === "string";
  if (typeof value === "object" && value !== null && Object.values(value).every(isText))
    return value as GivenNames;
  throw usage(`${path} is not a JSON list of names, nor an object {"theirs": "ours"}.`);
}

function parseCost(text = "10:1") {
  const [, falseNegative, falsePositive] = /^([0-9.]+):([0-9.]+)$/.exec(text) ?? [];
  const cost = {falseNegative: Number(falseNegative), falsePositive: Number(falsePositive)};
  if (cost.falseNegative > 0 && cost.falsePositive > 0) return cost;
  throw usage(`--cost is "${text}"; two positive numbers FN:FP such as 10:1 were expected.`);
}

const usage = (detail: string) => new ScorebookError("USAGE", detail);

async function main(): Promise<void> {
  const text = {type: "string"} as const;
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      ...{
        model: text,
        name: text,
        features: text,
        cost: text,
        by: text,
        note: text,
        models: text,
        config: text
      },
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) return void process.stdout.write(HELP);
  const config = readConfig(values.config ?? process.env.SCOREBOOK_CONFIG);
  const lines = await runModels(config, values.models ?? "models", positionals, values);
  console.log(lines.join("\n"));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error: unknown) => {
    console.error(errorSentence(error));
    process.exitCode = 1;
  });
