import type {Cost} from "../../../src/core/credit/cutoff.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import type {Protected} from "../../../src/core/schema/manifest.ts";
import {createHyperbandPruner} from "../pruners/hyperband.ts";
import {createMedianPruner} from "../pruners/median.ts";
import {nopPruner, type Pruner} from "../pruners/pruner.ts";
import {createSuccessiveHalvingPruner} from "../pruners/successiveHalving.ts";
import {createGridSampler} from "../samplers/gridSampler.ts";
import {createRandomSampler} from "../samplers/randomSampler.ts";
import type {Sampler} from "../samplers/sampler.ts";
import {createTpeSampler} from "../samplers/tpe/tpeSampler.ts";
import type {Evaluation} from "./evaluators.ts";
import type {Objective} from "./objective.ts";
import {GRID} from "./space.ts";

export const SAMPLERS = ["tpe", "random", "grid"] as const;
export const PRUNERS = ["none", "median", "halving", "hyperband"] as const;
export type SamplerName = (typeof SAMPLERS)[number];
export type PrunerName = (typeof PRUNERS)[number];

/** What makes two searches the same; kept in the study, so that a resumed one goes on as it began. */
export interface Settings {
  objective: Objective;
  sampler: SamplerName;
  pruner: PrunerName;
  seed: number;
  folds: number;
  cost: Cost;
  /** Most iterations of a searched trial. */
  maxRounds: number;
  /** Iterations of the fixed parameters: those that training gives them. */
  fixedRounds: number;
  patience: number;
  /** Of LightGBM in each trial; other numbers give other last digits. */
  threads: number;
  exclude: readonly string[];
  allowed: readonly Protected[];
  data: {set: string; fingerprint: string; planSha256: string; clients: number; heldOut: number};
}

/** The study's user attribute that settings are kept in. */
export const SETTINGS = "scorebook:settings";

export function createSampler(
  {sampler, seed}: Pick<Settings, "sampler" | "seed">,
  {draws, workers}: {draws?: readonly number[]; workers: number}
): Sampler {
  if (sampler === "grid") return createGridSampler(GRID, {seed});
  if (sampler === "random") return createRandomSampler({seed, draws});
  return createTpeSampler({seed, draws, constantLiar: workers > 1});
}

/** How long a trial is grown: the fixed parameters as training grows them. */
export const roundsOf = (
  {maxRounds, fixedRounds, patience}: Settings,
  isFixed: boolean
): Pick<Evaluation, "maxRounds" | "allRounds"> =>
  isFixed ? {maxRounds: fixedRounds, allRounds: patience === 0} : {maxRounds};

/** A trial's steps are the folds that are done, from the second on. */
export function createPruner({pruner, folds}: Pick<Settings, "pruner" | "folds">): Pruner {
  if (pruner === "median") return createMedianPruner();
  if (pruner === "halving") return createSuccessiveHalvingPruner({minResource: 2, reductionFactor: 2});
  if (pruner === "hyperband")
    return createHyperbandPruner({minResource: 2, maxResource: folds, reductionFactor: 2});
  return nopPruner;
}

/**
 * Checks that a study that is gone on with saw the same data.
 * @throws SEARCH_INVALID when it did not
 */
export function checkSameData(name: string, then: Settings["data"], now: Settings["data"]): void {
  const changed = (Object.keys(now) as (keyof Settings["data"])[]).find(
    (key) => key !== "set" && then[key] !== now[key]
  );
  if (changed)
    throw new ScorebookError(
      "SEARCH_INVALID",
      `The study ${name} was made on other data (${changed} was ${then[changed]}, is ${now[changed]}); begin another study with --name.`
    );
}
