import {applyFitted} from "../../src/core/fitted/applyFitted.ts";
import {fittedSources} from "../../src/core/fitted/sources.ts";
import {CHOICE_LEVELS, type ChoiceGroup} from "../../src/core/schema/featureChoice.ts";
import {rowsWhere, stratifiedFolds} from "../training/folds/folds.ts";
import {appendFitted, fitStatistics} from "../training/inputs/fittedMatrix.ts";
import {fittedColumnsOf, type TrainingData, takeClients} from "../training/inputs/trainingData.ts";
import type {Growth} from "../training/params.ts";
import {refit} from "../training/refit.ts";
import {type FeatureGroup, groupFeatures} from "./groups.ts";
import {gainByFeature, nullShare, shuffleTarget, sumOver} from "./nullImportance.ts";
import {permutationLosses} from "./permutation.ts";

/** A group that shuffled outcomes give as much gain more often than this is not told from noise by its gain. */
export const NOISE_ABOVE = 0.05;

/** Follows the fold models of several repeats, and measures what each group of features is worth to them. */
export interface ImportanceMeter {
  /** Takes a fold's model of one repeat. */
  push(fold: Uint8Array, k: number, modelText: string, seed: number): void;
  /** Grows models of shuffled outcomes and sums up; groups level by level, the least important first. */
  finish(nulls: NullOptions): ChoiceGroup[];
}

export interface NullOptions extends Pick<Growth, "params"> {
  /** How many models of shuffled outcomes. */
  nulls: number;
  /** Iterations of each. */
  rounds: number;
  folds: number;
  seed: number;
  onNull?: (done: number) => void;
}

/** Creates the meter for the features of `data`. */
export function createImportanceMeter(data: TrainingData): ImportanceMeter {
  const groups = CHOICE_LEVELS.flatMap((level) => groupFeatures(data.features, level));
  const columns = fittedColumnsOf(data);
  const losses: Float64Array[] = [];
  const gains: Float64Array[] = [];
  let folds = 0;
  return {
    push(fold, k, modelText, seed) {
      const held = rowsWhere(fold, (other) => other === k);
      const statistics = fitStatistics(
        columns,
        data.target,
        rowsWhere(fold, (other) => other !== k)
      );
      const position = new Map(data.features.map(({name}, j) => [name, j]));
      const unseen = {
        modelText,
        matrix: appendFitted(data, held, statistics),
        target: Uint8Array.from(held, (row) => data.target[row]!),
        catalogue: data.features.length,
        sources: new Set([...fittedSources(statistics).values()].flat().map((name) => position.get(name)!)),
        applyFitted: applyFitted(statistics, data.features)
      };
      losses.push(permutationLosses(unseen, groups, seed * 1000 + k));
      gains.push(gainByFeature(modelText, data.features, statistics));
      folds = Math.max(folds, k + 1);
    },
    finish(options) {
      const nullGains = growNulls(data, options);
      const gain = Float64Array.from(data.features, (_, j) => mean(gains.map((one) => one[j]!)));
      const all = gain.reduce((a, b) => a + b, 0);
      const described = groups.map((group, g) =>
        describeGroup(group, {
          losses: losses.map((one) => one[g]!),
          folds,
          gain: sumOver(gain, group),
          all,
          nullGains: nullGains.map((one) => sumOver(one, group))
        })
      );
      return CHOICE_LEVELS.flatMap((level) =>
        described
          .filter((group) => group.level === level)
          .sort((a, b) => a.permutation.value - b.permutation.value || a.gainShare - b.gainShare)
      );
    }
  };
}

/**
 * Sums up what is known of a group. The interval of the loss counts the folds of one repeat as independent and not the
 * repeats, whose clients are the same: it is rather too wide.
 */
function describeGroup(
  {level, name, columns}: FeatureGroup,
  {
    losses,
    folds,
    gain,
    all,
    nullGains
  }: {losses: readonly number[]; folds: number; gain: number; all: number; nullGains: readonly number[]}
): ChoiceGroup {
  const value = mean(losses);
  const spread = Math.sqrt(losses.reduce((sum, one) => sum + (one - value) ** 2, 0) / (losses.length - 1));
  const half = (1.96 * spread) / Math.sqrt(folds);
  const nullP = nullShare(gain, nullGains);
  return {
    level,
    name,
    features: columns.length,
    permutation: {value, interval: [value - half, value + half]},
    gainShare: all > 0 ? gain / all : 0,
    nullP,
    isNoise: value - half <= 0 && nullP > NOISE_ABOVE
  };
}

/** Grows models of as many clients as a fold's has, whose outcomes are dealt anew for each; gain by feature. */
function growNulls(
  data: TrainingData,
  {nulls, rounds, folds, seed, params, onNull}: NullOptions
): Float64Array[] {
  return Array.from({length: nulls}, (_, i) => {
    const own = seed + i;
    const shuffled = shuffleTarget(data, own);
    const fold = stratifiedFolds(shuffled.target, folds, own);
    const learned = takeClients(
      shuffled,
      rowsWhere(fold, (other) => other !== 0)
    );
    const inner = stratifiedFolds(learned.target, folds, own);
    const {modelText, fitted} = refit(
      learned,
      {fold: inner, rounds},
      {params, seed: own, onRound: () => undefined}
    );
    onNull?.(i + 1);
    return gainByFeature(modelText, data.features, fitted);
  });
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
