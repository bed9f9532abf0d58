import {assess} from "../../../src/core/credit/assess.ts";
import {fitCalibration} from "../../../src/core/credit/calibration.ts";
import {createPolicy, type Policy} from "../../../src/core/credit/policy.ts";
import {auc} from "../../../src/core/metrics/auc.ts";
import {aucDifference} from "../../../src/core/metrics/delong.ts";
import type {Manifest, ManifestFeature, Protected} from "../../../src/core/schema/manifest.ts";

const Z_95 = 1.959963984540054;

/**
 * Compares the out-of-fold scores of a model with those of the model that also has the features that were left out.
 * Each has its own calibration; costs and scale are the policy's. `target` holds 0 or 1 per client.
 * @throws MODEL_INVALID when the other scores cannot be calibrated
 */
export function protectedEffect(
  target: Uint8Array,
  policy: Policy,
  rawScore: Float64Array,
  rawScoreWith: Float64Array
): NonNullable<Manifest["protected"]["effect"]> {
  const policyWith = createPolicy(policy, {calibration: fitCalibration(target, rawScoreWith)});
  const {difference, standardError} = aucDifference(target, rawScore, rawScoreWith);
  let approvedWithout = 0;
  let declinedWithout = 0;
  rawScore.forEach((raw, i) => {
    const declined = assess(policy, raw).decision === "decline";
    const declinedWith = assess(policyWith, rawScoreWith[i]!).decision === "decline";
    if (declinedWith && !declined) approvedWithout++;
    if (declined && !declinedWith) declinedWithout++;
  });
  return {
    aucWith: auc(target, rawScoreWith),
    difference,
    standardError,
    interval: [difference - Z_95 * standardError, difference + Z_95 * standardError],
    approvedWithout,
    declinedWithout
  };
}

/** Describes the protected features that a model uses and those that it was not given. */
export function describeProtected(
  features: readonly ManifestFeature[],
  leftOut: readonly ManifestFeature[],
  allowed: readonly Protected[]
): Omit<Manifest["protected"], "effect"> {
  return {
    allowed: [...allowed],
    used: features.flatMap(({name, label, protected: trait, direction}) =>
      trait ? [{name, label, trait, ...(direction && {direction})}] : []
    ),
    leftOut: leftOut.map(({name, label, protected: trait}) => ({name, label, trait: trait!}))
  };
}
