import {renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parseArgs} from "node:util";
import cliProgress from "cli-progress";
import {readManifest} from "../../loaders/site/scores.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Manifest, Protected} from "../../src/core/schema/manifest.ts";
import type {Price, Prices} from "../../src/core/schema/prices.ts";
import {requireLibrary} from "../lightgbm/library.ts";
import {splitHoldout} from "../training/folds/holdout.ts";
import {scoreOutOfFold} from "../training/folds/outOfFold.ts";
import {
  selectTrainingData,
  type TrainingData,
  takeClients,
  withoutDirections
} from "../training/inputs/trainingData.ts";
import {parseName} from "../training/options.ts";
import {checkManifest} from "../training/saveModel.ts";
import {decide, measurePrice} from "./measure.ts";
import {findProxies} from "./proxies.ts";
import {readTraits} from "./traits.ts";

const HELP = `npm run prices -- [--data DIR] [--name NAME] [--models DIR]

Measures what features buy that tell something protected: trains a model again, on the same folds, without those that are
made from a trait, and without each that tells it by itself, and writes models/NAME/prices.json for the page Fairness.
One training takes about as long as npm run train; there are up to a dozen.
`;

/** What is left out at once. */
type Wanted = Pick<Price, "features" | "trait" | "tells">;

/** Lists what to leave out: the features made from each trait together, then the proxies one by one. */
function listWanted(data: TrainingData, traits: Awaited<ReturnType<typeof readTraits>>): Wanted[] {
  const named = ({name, label}: TrainingData["features"][number]) => ({name, label});
  const made = (Object.keys(traits) as Protected[]).flatMap((trait) => {
    const features = data.features.filter((feature) => feature.protected === trait).map(named);
    return features.length > 0 ? [{features, trait, tells: null}] : [];
  });
  const guessed = findProxies(data, traits).map(({feature, trait, tells}) => ({
    features: [named(feature)],
    trait,
    tells
  }));
  return [...made, ...guessed];
}

async function main(): Promise<void> {
  const {values} = parseArgs({
    options: {
      data: {type: "string", default: "data/demo-set"},
      name: {type: "string", default: "demo"},
      models: {type: "string", default: "models"},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) return void process.stdout.write(HELP);
  requireLibrary();
  const folder = join(values.models, parseName(values.name));
  const manifest: Manifest = checkManifest(readManifest(folder));
  const store = openFeatureStore(values.data);
  if (store.meta.fingerprint !== manifest.data.fingerprint)
    throw new ScorebookError(
      "USAGE",
      `${values.data} is not what ${values.name} was trained on (${manifest.data.set}); the same raw tables were expected.`
    );
  const keepsDirections = manifest.evaluation?.monotone.used ?? true;
  const select = (exclude: readonly string[]) => {
    const labelled = selectTrainingData(store, {
      exclude: [...manifest.training.excluded, ...exclude],
      allowed: manifest.protected.allowed as Protected[],
      sample: manifest.data.sample
    });
    const trained = takeClients(labelled, splitHoldout(labelled.ids).training);
    return keepsDirections ? trained : withoutDirections(trained, ({protected: trait}) => !trait);
  };
  const data = select([]);
  const rows = Uint32Array.from(data.ids, (id) => store.indexOf(id));
  const traits = await readTraits(values.data, store.ids, store.meta.fingerprint, rows);
  const policy = createPolicy(manifest);
  const {params, seed, folds, rounds} = manifest.training;
  const growth = {params, seed, folds, maxRounds: rounds, patience: 0};
  const wanted = listWanted(data, traits);
  const bar = new cliProgress.SingleBar(
    {
      format: "{bar} {value}/{total} trees | {what} | {duration_formatted}",
      clearOnComplete: true,
      hideCursor: true
    },
    cliProgress.Presets.shades_classic
  );
  bar.start((wanted.length + 1) * rounds, 0, {what: "all"});
  const score = (of: TrainingData, done: number, what: string) =>
    decide(
      of.target,
      scoreOutOfFold(of, {...growth, onRound: (round) => bar.update(done * rounds + round, {what})}).rawScore,
      policy
    );
  const all = score(data, 0, "all");
  const prices = wanted.map((one, i): Price => {
    const names = one.features.map(({name}) => name);
    const without = score(select(names), i + 1, `without ${names.join(", ")}`);
    return {...one, ...measurePrice(data.target, policy, traits[one.trait], without, all)};
  });
  bar.stop();
  store.close();
  const file = join(folder, "prices.json");
  writeFileSync(
    `${file}.part`,
    `${JSON.stringify({format: 1, version: manifest.version, prices} satisfies Prices, null, 1)}\n`
  );
  renameSync(`${file}.part`, file);
  const signed = (value: number, digits: number) => (value > 0 ? "+" : "") + value.toFixed(digits);
  for (const {features, trait, auc, cost} of prices)
    process.stdout.write(
      `${trait.padEnd(12)} without ${features.map(({name}) => name).join(", ")}: AUC ${signed(auc.difference, 4)} (${auc.interval.map((end) => signed(end, 4)).join(" to ")}), cost per 1,000 ${signed(cost.difference, 1)} (${cost.interval.map((end) => signed(end, 1)).join(" to ")})\n`
    );
  process.stdout.write(`${file}\n`);
}

main().catch((error: unknown) => {
  const isKnown = error instanceof ScorebookError || (error instanceof TypeError && "code" in error);
  process.stderr.write(`${isKnown ? (error as Error).message : (error as Error).stack}\n`);
  process.exitCode = 1;
});
