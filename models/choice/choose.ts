import type {Cost} from "../../src/core/credit/cutoff.ts";
import {
  CHOICE_LEVELS,
  type ChoiceGroup,
  type ChoiceLevel,
  type ChoiceStep,
  type FeatureChoice
} from "../../src/core/schema/featureChoice.ts";
import {isHeldOut, splitHoldout} from "../training/folds/holdout.ts";
import {scoreOutOfFold} from "../training/folds/outOfFold.ts";
import {type TrainingData, takeClients, takeFeatures} from "../training/inputs/trainingData.ts";
import type {Growth} from "../training/params.ts";
import {groupName} from "./groups.ts";
import {createImportanceMeter} from "./importance.ts";
import {compareRepeats, isGain, noiseOf, type Repeats} from "./repeats.ts";

export interface ChooseOptions extends Growth {
  objective: FeatureChoice["objective"];
  /** Of the first division into folds; each next one has the next. */
  seed: number;
  folds: number;
  /** Divisions into folds, at least 2. */
  repeats: number;
  /** Models of shuffled outcomes. */
  nulls: number;
  cost: Cost;
  heldOut?: (clientId: number) => boolean;
  onProgress?: (progress: {what: string; done: number; total: number}) => void;
}

/** What a choice finds out; the caller adds study, data and settings. */
export type Chosen = Omit<FeatureChoice, "format" | "study" | "data" | "settings">;

/**
 * Chooses features: measures what tables, causes and features are worth, then leaves out level by level the groups that
 * neither importance tells from noise, or the least important one, and keeps them out only when the gain's interval
 * excludes 0, here and once more on folds that were not used to choose. The clients of the locked hold-out are taken
 * away first. The same data and options give the same choice on one machine.
 * @throws LIGHTGBM_MISSING, LIGHTGBM_FAILED, USAGE (too few clients of a class)
 */
export function chooseFeatures(labelled: TrainingData, options: ChooseOptions): Chosen {
  const {objective, seed, folds, repeats, nulls, cost, heldOut = isHeldOut, onProgress} = options;
  const data = takeClients(labelled, splitHoldout(labelled.ids, heldOut).training);
  const {target} = data;
  const total = (1 + CHOICE_LEVELS.length) * repeats + nulls;
  let done = 0;
  const advance = (what: string) => onProgress?.({what, done: done++, total});
  const meter = createImportanceMeter(data);
  const score = (of: TrainingData, what: string, first: number, isMeasured = false): Repeats =>
    Array.from({length: repeats}, (_, r) => {
      advance(what);
      const models: string[] = [];
      const {rawScore, fold, rounds} = scoreOutOfFold(of, {
        ...options,
        seed: first + r,
        onFold: isMeasured ? (_, modelText) => models.push(modelText) : undefined
      });
      models.forEach((modelText, k) => {
        meter.push(fold, k, modelText, first + r);
      });
      grown.push(rounds);
      return rawScore;
    });
  const grown: number[] = [];
  const all = score(data, "all features", seed, true);
  const rounds = Math.round(grown.reduce((a, b) => a + b, 0) / grown.length);
  const groups = meter.finish({
    ...{params: options.params, nulls, rounds, folds, seed},
    onNull: () => advance("shuffled outcomes")
  });

  let kept = data;
  let scores = all;
  const steps: ChoiceStep[] = [];
  for (const level of CHOICE_LEVELS) {
    const {names, weakest} = propose(groups, level, kept);
    const without = takeFeatures(kept, (feature) => !names.includes(groupName(feature, level)));
    if (names.length === 0 || without.features.length === 0) continue;
    const tried = score(without, `without ${level}`, seed);
    const difference = compareRepeats(target, tried, scores, cost);
    const step = {
      level,
      groups: names,
      weakest,
      removed: kept.features.length - without.features.length,
      features: without.features.length,
      ...difference,
      kept: isGain(difference, objective)
    };
    steps.push(step);
    if (step.kept) [kept, scores] = [without, tried];
  }
  const confirmed = kept === data ? null : confirm();
  function confirm() {
    const fresh = seed + repeats;
    return compareRepeats(
      target,
      score(kept, "chosen features on fresh folds", fresh),
      score(data, "all features on fresh folds", fresh),
      cost
    );
  }
  const remaining = new Set(kept.features.map(({name}) => name));
  return {
    objective,
    folds,
    repeats,
    rounds,
    clients: data.clients,
    heldOut: labelled.clients - data.clients,
    noise: noiseOf(target, all, cost),
    all: data.features.length,
    groups,
    steps,
    confirmed,
    leftOut:
      confirmed && isGain(confirmed, objective)
        ? data.features.flatMap(({name}) => (remaining.has(name) ? [] : [name]))
        : []
  };
}

/** Names the groups of a level that are still there and look like noise; without any, the least important one. */
function propose(
  groups: readonly ChoiceGroup[],
  level: ChoiceLevel,
  {features}: TrainingData
): {names: string[]; weakest: boolean} {
  const present = new Set(features.map((feature) => groupName(feature, level)));
  const here = groups.filter((group) => group.level === level && present.has(group.name));
  const noise = here.filter(({isNoise}) => isNoise);
  const weakest = noise.length === 0;
  return {names: (weakest ? here.slice(0, 1) : noise).map(({name}) => name), weakest};
}
