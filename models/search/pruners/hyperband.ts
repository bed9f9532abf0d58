import {crc32} from "node:zlib";
import {type FrozenTrial, lastStep} from "../../../src/core/search/trial.ts";
import type {StudyView} from "../samplers/sampler.ts";
import type {Pruner} from "./pruner.ts";
import {createSuccessiveHalvingPruner} from "./successiveHalving.ts";

export interface HyperbandOptions {
  /** The step of the first rung of the first bracket (default 1). */
  minResource?: number;
  /** The most steps of a trial; by default those of the first trial that completes. */
  maxResource?: number;
  reductionFactor?: number;
}

/**
 * Creates the Hyperband pruner: brackets of successive halving that stop ever later; a trial's bracket follows from
 * the study's name and its number, and a sampler sees the trials of its own bracket only.
 * Source: Optuna's HyperbandPruner; L. Li et al., "Hyperband", JMLR 18 (2018).
 */
export function createHyperbandPruner({
  minResource = 1,
  maxResource,
  reductionFactor = 3
}: HyperbandOptions = {}): Pruner {
  let brackets: {budget: number; pruner: Pruner}[] | undefined;

  const open = ({trials}: StudyView) => {
    if (brackets) return brackets;
    const steps = trials.flatMap((trial) => (trial.state === "complete" ? (lastStep(trial) ?? []) : []));
    const most = maxResource ?? (steps.length === 0 ? undefined : Math.max(...steps) + 1);
    if (most === undefined) return undefined;
    const count = Math.floor(Math.log(most / minResource) / Math.log(reductionFactor)) + 1;
    brackets = Array.from({length: count}, (_, bracket) => {
      const s = count - 1 - bracket;
      return {
        budget: Math.ceil((count * reductionFactor ** s) / (s + 1)),
        pruner: createSuccessiveHalvingPruner({minResource, reductionFactor, minEarlyStoppingRate: bracket})
      };
    });
    return brackets;
  };

  const bracketOf = (study: StudyView, {number}: FrozenTrial): number => {
    const total = brackets!.reduce((sum, {budget}) => sum + budget, 0);
    let rest = crc32(`${study.name}_${number}`) % total;
    return brackets!.findIndex(({budget}) => {
      rest -= budget;
      return rest < 0;
    });
  };

  const within = (study: StudyView, bracket: number): StudyView => ({
    ...study,
    trials: study.trials.filter((trial) => bracketOf(study, trial) === bracket)
  });

  return {
    prune(study, trial, remember) {
      if (!open(study)) return false;
      const bracket = bracketOf(study, trial);
      return brackets![bracket]!.pruner.prune(within(study, bracket), trial, remember);
    },
    viewFor: (study, trial) => (brackets ? within(study, bracketOf(study, trial)) : study)
  };
}
