import type {Cost} from "../../src/core/credit/cutoff.ts";
import {aucStandardError} from "../../src/core/metrics/delong.ts";
import type {ModelEvaluation} from "../../src/core/schema/manifest.ts";
import {HOLDOUT_SALT, HOLDOUT_SHARE} from "../training/folds/holdout.ts";
import {estimate, isMeasurable, measure, type Scored} from "./measures.ts";

const RULE = `MurmurHash3_x86_32(SK_ID_CURR, salt 0x${HOLDOUT_SALT.toString(16)}) < ${HOLDOUT_SHARE} × 2³²`;

/**
 * Lays the scores of the hold-out beside those out of fold. Both sets of clients are drawn apart, so the variances of
 * their AUC add up; a gap whose interval lies above 0 says that the folds flatter.
 */
export function compareHoldout(outOfFold: Scored, heldOut: Scored, cost: Cost): ModelEvaluation["holdout"] {
  const crossValidated = measure(outOfFold, cost);
  if (!isMeasurable(heldOut.target)) return {rule: RULE, crossValidated, heldOut: null, gap: null};
  const other = measure(heldOut, cost);
  const gap = estimate(
    crossValidated.auc.value - other.auc.value,
    Math.hypot(
      aucStandardError(outOfFold.target, outOfFold.score),
      aucStandardError(heldOut.target, heldOut.score)
    )
  );
  return {rule: RULE, crossValidated, heldOut: other, gap};
}
