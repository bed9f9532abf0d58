import {setImmediate as nextTurn} from "node:timers/promises";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import type {FeatureStore} from "../../loaders/store.ts";
import {calibrate} from "../../src/core/credit/calibration.ts";
import {type Comparison, compareScores} from "../../src/core/credit/comparison.ts";
import type {Policy} from "../../src/core/credit/policy.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {isImported} from "../../src/core/schema/manifestImported.ts";
import type {ModelRef} from "../../src/core/schema/score.ts";
import type {ModelFiles} from "../scoring/modelStore.ts";

/** Clients of a data set with what is known of them afterwards. */
export interface Outcomes extends Pick<FeatureStore, "ids" | "targets"> {
  /** Digests the application at a position, see createApplicationDigest. */
  application(index: number): number;
}

export interface ModelComparison extends Comparison {
  champion: ModelRef;
  challenger: ModelRef;
  /** Probability of default beyond which both decline. */
  cutoff: number;
}

const CLIENTS_AT_ONCE = 2048;
const FEWEST_OF_A_CLASS = 2;

/** Takes outcomes out of a feature store. */
export function outcomesOf(store: FeatureStore): Outcomes {
  const digest = createApplicationDigest(store.catalogue.features);
  return {ids: store.ids, targets: store.targets, application: (index) => digest(store.row(index))};
}

/**
 * Compares two models on the clients whom both have held out once, by what each said without having seen them, at one
 * cut-off. Lets others have their turn meanwhile.
 * @throws MODELS_INCOMPARABLE for a model that held nobody out, and without clients of both classes in common
 */
export async function compareModels(
  champion: ModelFiles,
  challenger: ModelFiles,
  outcomes: Outcomes,
  {cutoff, cost}: Pick<Policy, "cutoff" | "cost">
): Promise<ModelComparison> {
  for (const {ref, manifest} of [champion, challenger])
    if (isImported(manifest))
      throw incomparable(
        `${ref.name} was trained elsewhere and held no client out here, so that nothing fair can be said of it`
      );
  const target: number[] = [];
  const logOdds: [number[], number[]] = [[], []];
  const {ids, targets} = outcomes;
  for (let i = 0; i < ids.length; i++) {
    if (i % CLIENTS_AT_ONCE === 0) await nextTurn();
    if (targets[i]! < 0) continue;
    const application = outcomes.application(i);
    const [one, other] = [champion, challenger].map(({outOfFold}) => outOfFold.indexOf(ids[i]!, application));
    if (one! < 0 || other! < 0) continue;
    target.push(targets[i]!);
    logOdds[0].push(calibrate(champion.manifest.calibration, champion.outOfFold.rawScore[one!]!));
    logOdds[1].push(calibrate(challenger.manifest.calibration, challenger.outOfFold.rawScore[other!]!));
  }
  const bad = target.filter((value) => value === 1).length;
  if (Math.min(bad, target.length - bad) < FEWEST_OF_A_CLASS)
    throw incomparable(
      `${champion.ref.name} and ${challenger.ref.name} have ${target.length} labelled clients of this data set in common, ${bad} of them bad; expected at least ${FEWEST_OF_A_CLASS} of each class`
    );
  const [own, others] = logOdds.map((values) => Float64Array.from(values)) as [Float64Array, Float64Array];
  return {
    champion: champion.ref,
    challenger: challenger.ref,
    cutoff: cutoff.probability,
    ...compareScores(target, own, others, {cutoff: cutoff.logOdds, cost})
  };
}

const incomparable = (what: string) => new ScorebookError("MODELS_INCOMPARABLE", `${what}.`);
