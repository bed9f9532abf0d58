import {ScorebookError} from "../errors.ts";
import type {Explanation, FeatureContribution} from "../schema/explanation.ts";
import type {ManifestFeature} from "../schema/manifest.ts";
import {assess} from "./assess.ts";
import {allocatePoints} from "./points.ts";
import type {Policy} from "./policy.ts";
import {adverseReasons} from "./reasons.ts";
import {logOddsToPoints, pointsPerLogOdds} from "./scale.ts";

export interface ExplanationInput {
  policy: Policy;
  /** Model order, as are `row`, `values` and `reference`. */
  features: readonly ManifestFeature[];
  /** The model's input; NaN where missing, codes for categories. */
  row: ArrayLike<number>;
  /** SHAP values; baseValue + Σ values = rawScore. */
  values: ArrayLike<number>;
  baseValue: number;
  rawScore: number;
  /** Mean SHAP values of the clients near the cut-off: `manifest.reasons.reference`. */
  reference: ArrayLike<number>;
  /** 1 for whole points (the default), 10 for tenths. */
  unitsPerPoint?: number;
}

export type ScoreExplanation = Pick<
  Explanation,
  "baseValue" | "basePoints" | "residualPoints" | "features" | "reasonCodes"
>;

/** Converts a model input to what people read: the category's words, null where missing or never seen. */
export function inputToValue(feature: ManifestFeature, input: number): number | string | null {
  if (feature.kind === "category") return feature.categories?.[input] ?? null;
  return Number.isFinite(input) ? input : null;
}

/** How far contributions may be from the raw score, in log-odds; rounding is a million times smaller. */
const TOLERANCE = 1e-6;

function checkAdditive({features, values, baseValue, rawScore}: ExplanationInput): void {
  let sum = baseValue;
  for (let i = 0; i < features.length; i++) sum += values[i] ?? Number.NaN;
  if (values.length === features.length && Math.abs(sum - rawScore) <= TOLERANCE) return;
  throw new ScorebookError(
    "MODEL_INVALID",
    `The ${values.length} contributions and the base value add up to ${sum}; ${features.length} that add up to the raw score ${rawScore} were expected.`
  );
}

/**
 * Explains a score in points: basePoints + Σ points = score exactly, so residualPoints is 0.
 * @throws MODEL_INVALID when the contributions do not add up to the raw score
 */
export function explainScore(input: ExplanationInput): ScoreExplanation {
  const {policy, features, row, values, baseValue, rawScore, reference, unitsPerPoint = 1} = input;
  checkAdditive(input);
  const {calibration, scale} = policy;
  const {score, decision} = assess(policy, rawScore);
  const pointsPerUnit = pointsPerLogOdds(scale) * calibration.slope;
  const exact = new Float64Array(features.length + 1);
  for (let i = 0; i < features.length; i++) exact[i] = -pointsPerUnit * values[i]!;
  exact[features.length] = logOddsToPoints(scale, calibration.intercept + calibration.slope * baseValue);
  const points = allocatePoints(exact, score, unitsPerPoint);
  const basePoints = points[features.length]!;
  const units = points.reduce((sum, part) => sum + Math.round(part * unitsPerPoint), 0);

  const contributions = features.map(
    (feature, i): FeatureContribution => ({
      name: feature.name,
      label: feature.label,
      value: inputToValue(feature, row[i]!),
      contribution: values[i]!,
      points: points[i]!
    })
  );
  return {
    baseValue,
    basePoints,
    residualPoints: (Math.round(score * unitsPerPoint) - units) / unitsPerPoint,
    features: contributions.sort(
      (a, b) =>
        Math.abs(b.points) - Math.abs(a.points) ||
        Math.abs(b.contribution) - Math.abs(a.contribution) ||
        (a.name < b.name ? -1 : 1)
    ),
    reasonCodes: adverseReasons({features, contributions: values, reference, pointsPerUnit, decision})
  };
}
