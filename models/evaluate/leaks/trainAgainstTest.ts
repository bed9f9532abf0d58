import {auc} from "../../../src/core/metrics/auc.ts";
import {aucStandardError} from "../../../src/core/metrics/delong.ts";
import type {ModelEvaluation} from "../../../src/core/schema/manifest.ts";
import {type OutOfFoldOptions, scoreOutOfFold} from "../../training/folds/outOfFold.ts";
import {type TrainingData, withoutDirections} from "../../training/inputs/trainingData.ts";
import {CANDIDATES} from "../../training/params.ts";
import {estimate} from "../measures.ts";
import {drawClients} from "./drawClients.ts";
import {rateSingleValues} from "./singleValues.ts";

/** A quick model is enough to see a difference that matters. */
const QUICK = {
  params: {...CANDIDATES.brisk.params, learning_rate: 0.1},
  maxRounds: 60,
  patience: 0,
  folds: 3
};
const LISTED = 5;

/**
 * Tells how well a model can tell clients without an outcome (`test`) from those with one (`training`), out of fold:
 * an AUC of 0.5 says that they are alike, and one far above that figures of the one will not hold for the other.
 * At most 20,000 clients of each side, drawn by the seed. Null with fewer clients than folds on a side.
 * Both have the same features in the same order.
 */
export function trainAgainstTest(
  training: TrainingData,
  test: TrainingData,
  options: Pick<OutOfFoldOptions, "seed" | "onRound" | "signal">
): ModelEvaluation["leaks"]["trainAgainstTest"] {
  if (Math.min(training.clients, test.clients) < QUICK.folds) return null;
  const sides = [drawClients(training, options.seed), drawClients(test, options.seed)] as const;
  const data = join(...sides);
  const {rawScore} = scoreOutOfFold(data, {...options, ...QUICK});
  return {
    training: sides[0].clients,
    test: sides[1].clients,
    auc: estimate(auc(data.target, rawScore), aucStandardError(data.target, rawScore)),
    strongest: rateSingleValues(data, data.target, (rank) => rank < LISTED)
  };
}

/** Puts both sides together; the target is 1 for the second. Directions hold for the risk, not for the side. */
function join(training: TrainingData, test: TrainingData): TrainingData {
  const clients = training.clients + test.clients;
  const matrix = new Float32Array(training.matrix.length + test.matrix.length);
  matrix.set(training.matrix);
  matrix.set(test.matrix, training.matrix.length);
  return {
    ...withoutDirections(training, () => true),
    clients,
    matrix,
    target: Uint8Array.from({length: clients}, (_, i) => Number(i >= training.clients)),
    ids: Int32Array.from([...training.ids, ...test.ids]),
    applications: Uint32Array.from([...training.applications, ...test.applications])
  };
}
