import {existsSync} from "node:fs";
import {basename, join, resolve} from "node:path";
import {openFeatureStore} from "../../loaders/store.ts";
import type {FeatureChoice} from "../../src/core/schema/featureChoice.ts";
import {splitHoldout} from "../training/folds/holdout.ts";
import {checkDeclarations, selectTrainingData} from "../training/inputs/trainingData.ts";
import {defaultGrowth} from "../training/params.ts";
import type {ChooseArguments} from "./arguments.ts";
import {CHOICE_FILE, writeChoice} from "./choiceFile.ts";
import {type ChooseOptions, chooseFeatures} from "./choose.ts";
import {tellModel} from "./tellModel.ts";

export interface RanChoice {
  choice: FeatureChoice;
  file: string;
  /** Whether the model of that name tells the choice now. */
  isTold: boolean;
}

/**
 * Chooses features of a data set, keeps the choice in its study's folder, and lets the model of that name tell it when
 * it was trained on the same data.
 * @throws FEATURES_MISSING, FEATURE_UNKNOWN, USAGE, LIGHTGBM_FAILED, LIGHTGBM_MISSING
 */
export async function runChoice(
  given: ChooseArguments,
  models: string,
  onProgress?: ChooseOptions["onProgress"]
): Promise<RanChoice> {
  const {name, objective, repeats, folds, nulls, seed, cost, exclude, allowed} = given;
  const dir = resolve(given.data);
  const store = openFeatureStore(dir);
  const {fingerprint, planSha256} = store.meta;
  const data = {set: basename(dir), fingerprint, planSha256};
  try {
    checkDeclarations(store.catalogue.features);
    const labelled = selectTrainingData(store, {exclude, allowed});
    const usual = defaultGrowth(splitHoldout(labelled.ids).training.length);
    const growth = {...usual, maxRounds: given.rounds ?? usual.maxRounds};
    const chosen = chooseFeatures(labelled, {
      ...growth,
      ...{objective, repeats, folds, nulls, seed, cost, onProgress}
    });
    const choice: FeatureChoice = {
      format: 1,
      study: name,
      data,
      settings: {seed, nulls, ...growth, cost, exclude, allowed},
      ...chosen
    };
    const file = join(models, "studies", name, CHOICE_FILE);
    writeChoice(file, choice);
    const folder = join(models, name);
    const isTold = existsSync(join(folder, "manifest.json")) && tellModel(folder, choice);
    return {choice, file, isTold};
  } finally {
    store.close();
  }
}
