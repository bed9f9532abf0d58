import type {FrozenTrial} from "../../../src/core/search/trial.ts";
import type {StudyView} from "../samplers/sampler.ts";

/** Decides during a trial whether going on is worth while. */
export interface Pruner {
  /**
   * Tells after a report whether the trial should stop.
   * @param remember keeps a system attribute of the trial, for this pruner's later decisions
   */
  prune(study: StudyView, trial: FrozenTrial, remember: (key: string, value: number) => void): boolean;
  /** The trials that a sampler should learn from; all when absent. */
  viewFor?(study: StudyView, trial: FrozenTrial): StudyView;
}

/** Never stops a trial. Source: Optuna's NopPruner. */
export const nopPruner: Pruner = {prune: () => false};
