import type {StudyComparison} from "../../../src/core/search/studyFiles.ts";
import {externalParams, type FrozenTrial} from "../../../src/core/search/trial.ts";
import type {Params} from "../../lightgbm/params.ts";
import {compareScores} from "./compare.ts";
import type {Evaluator} from "./evaluators.ts";
import {roundsOf, type Settings} from "./settings.ts";

/**
 * Compares the best trial with the fixed parameters on folds that the search has not used: on its own folds the best
 * of many is also the luckiest. The clients are the same, so what it owes to them stays.
 */
export async function confirmOnFreshFolds({
  evaluator,
  base,
  settings,
  target,
  fixed,
  best
}: {
  evaluator: Evaluator;
  base: Params;
  settings: Settings;
  target: Uint8Array;
  fixed: FrozenTrial;
  best: FrozenTrial;
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
  return {
    seed,
    fixed: ofFixed.scored,
    best: ofBest.scored,
    difference: compareScores(target, ofBest.rawScore, ofFixed.rawScore, settings.cost)
  };
}
