import type {Distribution} from "../../../src/core/search/distributions.ts";
import type {Direction, FrozenTrial} from "../../../src/core/search/trial.ts";

/** What samplers and pruners see of a study. */
export interface StudyView {
  readonly name: string;
  readonly direction: Direction;
  /** By number. */
  readonly trials: readonly FrozenTrial[];
}

export type SearchSpace = ReadonlyMap<string, Distribution>;

/** Suggests parameters, all in internal form. */
export interface Sampler {
  /** Suggests some parameters together, at a trial's start; the others are suggested alone when they are asked for. */
  sampleRelative(study: StudyView, trial: FrozenTrial): ReadonlyMap<string, number>;
  sampleIndependent(study: StudyView, trial: FrozenTrial, name: string, distribution: Distribution): number;
  /** Attributes that a new trial is given. */
  attributesOf?(study: StudyView, trial: FrozenTrial): Record<string, unknown>;
  /** True when there is nothing more to try. */
  isExhausted?(study: StudyView): boolean;
  /** How many numbers each of its generators has drawn; a sampler created with them goes on from there. */
  readonly draws: readonly number[];
}
