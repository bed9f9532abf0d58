import type {ModelEvaluation} from "../../../src/core/schema/manifest.ts";
import type {OutOfFoldOptions} from "../../training/folds/outOfFold.ts";
import type {TrainingData} from "../../training/inputs/trainingData.ts";
import {drawClients} from "./drawClients.ts";
import {countDuplicates} from "./duplicates.ts";
import {rateSingleValues} from "./singleValues.ts";
import {trainAgainstTest} from "./trainAgainstTest.ts";

/** No single value known when somebody applies ranks so well: the best whole models of Kaggle's data reach 0.80. */
const IMPLAUSIBLE_ABOVE = 0.8;
const LISTED = 5;

/**
 * Looks for what would make every figure too good. `labelled` are all clients with an outcome, `data` those of the
 * folds, `fold` their folds; `test` selects the clients without an outcome.
 */
export function findLeaks(
  labelled: TrainingData,
  data: TrainingData,
  fold: Uint8Array,
  {test, ...options}: Pick<OutOfFoldOptions, "seed" | "onRound" | "signal"> & {test?: () => TrainingData}
): ModelEvaluation["leaks"] {
  const drawn = drawClients(data, options.seed);
  const foldOf = new Map(Array.from(data.ids, (id, i) => [id, fold[i]!]));
  return {
    implausibleAbove: IMPLAUSIBLE_ABOVE,
    strongest: rateSingleValues(
      drawn,
      drawn.target,
      (rank, strength) => rank < LISTED || strength > IMPLAUSIBLE_ABOVE
    ),
    trainAgainstTest: test ? trainAgainstTest(data, test(), options) : null,
    duplicates: countDuplicates(
      labelled,
      Array.from(labelled.ids, (id) => foldOf.get(id) ?? -1)
    )
  };
}
