import type {StudyComparison} from "../../../src/core/search/studyFiles.ts";
import {externalParams, type FrozenTrial} from "../../../src/core/search/trial.ts";
import type {Params} from "../../lightgbm/params.ts";
import {compareScores, meanScores} from "./compare.ts";
import type {Evaluator} from "./evaluators.ts";
import {measure} from "./objective.ts";
import {roundsOf, type Settings} from "./settings.ts";

/**
 * Compares the best trial with the fixed parameters on folds that the search has not used: on its own folds the best
 * of many is also the luckiest. So is the mean of the best few. The clients are the same, so what they owe to them
 * stays.
 */
export async function confirmOnFreshFolds({
  evaluator,
  base,
  settings,
  target,
  fixed,
  best,
  few
}: {
  evaluator: Evaluator;
  base: Params;
  settings: Settings;
  target: Uint8Array;
  fixed: FrozenTrial;
  best: FrozenTrial;
  /** Whose scores are averaged, the best and the fixed one maybe among them. */
  few: readonly FrozenTrial[];
}): Promise<StudyComparison["freshFolds"]> {
  if (best.number === fixed.number) return null;
  const seed = settings.seed + 1;
  const again = async (trial: FrozenTrial) => {
    const params = {...base, ...(externalParams(trial) as Params)};
    const {rawScore, auc, costPerClient} = await evaluator.evaluate({
      params,
      seed,
      ...roundsOf(settings, trial === fixed)
    });
    return {rawScore: rawScore!, scored: {trials: [trial.number], auc, costPerClient}};
  };
  const [ofFixed, ofBest] = [await again(fixed), await again(best)];
  const lessFixed = (rawScore: Float32Array) =>
    compareScores(target, rawScore, ofFixed.rawScore, settings.cost);
  const known = new Map([
    [fixed, ofFixed],
    [best, ofBest]
  ]);
  const rawScores: Float32Array[] = [];
  for (const trial of few) rawScores.push((known.get(trial) ?? (await again(trial))).rawScore);
  const mean = rawScores.length < 2 ? undefined : meanScores(rawScores);
  return {
    seed,
    fixed: ofFixed.scored,
    best: ofBest.scored,
    difference: lessFixed(ofBest.rawScore),
    average: mean
      ? {
          trials: few.map(({number}) => number),
          ...measure(target, mean, settings.cost),
          difference: lessFixed(mean)
        }
      : null
  };
}
