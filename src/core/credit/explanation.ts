import {ScorebookError} from "../errors.ts";
import type {Explanation, FeatureContribution} from "../schema/explanation.ts";
import type {ManifestFeature} from "../schema/manifest.ts";
import {assess} from "./assess.ts";
import {pointsByCause} from "./causePoints.ts";
import {inputToValue} from "./featureValue.ts";
import {perModel} from "./perModel.ts";
import type {Policy} from "./policy.ts";
import {adverseReasons} from "./reasons.ts";
import {logOddsToPoints, pointsPerLogOdds} from "./scale.ts";
import type {ClientRecord, RawTables} from "./statements/record.ts";

export interface ContributionInput {
  policy: Policy;
  /** Model order, as are `row` and `values`. */
  features: readonly ManifestFeature[];
  /** The model's input; NaN where missing, codes for categories. */
  row: ArrayLike<number>;
  /** SHAP values; baseValue + Σ values = rawScore. */
  values: ArrayLike<number>;
  baseValue: number;
  rawScore: number;
  /** 1 for whole points (the default), 10 for tenths. */
  unitsPerPoint?: number;
}

export interface ExplanationInput extends ContributionInput {
  /** The client's raw rows, which the input was made from. */
  rows: RawTables;
  /** Tells of an input, by its place, that it was assumed and not made from the rows. */
  isAssumed?: (place: number) => boolean;
}

export type ScoreContributions = Pick<
  Explanation,
  "baseValue" | "basePoints" | "residualPoints" | "causes" | "features"
>;
export type ScoreExplanation = ScoreContributions & Pick<Explanation, "reasonCodes">;

/** How far contributions may be from the raw score, in log-odds; rounding is a million times smaller. */
const TOLERANCE = 1e-6;

function checkAdditive({features, values, baseValue, rawScore}: ContributionInput): void {
  let sum = baseValue;
  for (let i = 0; i < features.length; i++) sum += values[i] ?? Number.NaN;
  if (values.length === features.length && Math.abs(sum - rawScore) <= TOLERANCE) return;
  throw new ScorebookError(
    "MODEL_INVALID",
    `The ${values.length} contributions and the base value add up to ${sum}; ${features.length} that add up to the raw score ${rawScore} were expected.`
  );
}

/**
 * Says in points what made a score: basePoints + Σ points of causes = basePoints + Σ points of features = score
 * exactly, so residualPoints is 0.
 * @throws MODEL_INVALID when the contributions do not add up to the raw score
 */
export function contributionsOf(input: ContributionInput): ScoreContributions {
  const {policy, features, row, values, baseValue, rawScore, unitsPerPoint = 1} = input;
  checkAdditive(input);
  const {calibration, scale} = policy;
  const {score} = assess(policy, rawScore);
  const pointsPerUnit = pointsPerLogOdds(scale) * calibration.slope;
  const exact = new Float64Array(features.length);
  for (let i = 0; i < exact.length; i++) exact[i] = -pointsPerUnit * values[i]!;
  const base = logOddsToPoints(scale, calibration.intercept + calibration.slope * baseValue);
  const points = pointsByCause(features, values, exact, {base, score, unitsPerPoint});
  const units = points.features.reduce(
    (sum, part) => sum + Math.round(part * unitsPerPoint),
    Math.round(points.basePoints * unitsPerPoint)
  );
  const contributionOf = (i: number): FeatureContribution => ({
    name: features[i]!.name,
    label: features[i]!.label,
    cause: features[i]!.cause,
    value: inputToValue(features[i]!, row[i]!),
    contribution: values[i]!,
    points: points.features[i]!
  });
  return {
    baseValue,
    basePoints: points.basePoints,
    residualPoints: (Math.round(score * unitsPerPoint) - units) / unitsPerPoint,
    causes: points.causes,
    features: strongestFirst(features, values, points.features).map(contributionOf)
  };
}

/** Orders the places of features by |points|, then by |contribution|, then by name; many add nothing, and are in order. */
function strongestFirst(
  features: readonly ManifestFeature[],
  values: ArrayLike<number>,
  points: Float64Array
): number[] {
  const byName = placesByName(features);
  const addsNothing = (i: number) => values[i] === 0 && points[i] === 0;
  return byName
    .filter((i) => !addsNothing(i))
    .sort(
      (a, b) =>
        Math.abs(points[b]!) - Math.abs(points[a]!) || Math.abs(values[b]!) - Math.abs(values[a]!) || 0
    )
    .concat(byName.filter(addsNothing));
}

/** The places of a model's features, ordered by name. */
const placesByName = perModel((features) =>
  features.map((_, i) => i).sort((a, b) => (features[a]!.name < features[b]!.name ? -1 : 1))
);
/** The place of each of a model's features by its name. */
const placeOfName = perModel((features) => new Map(features.map(({name}, i) => [name, i])));

/**
 * Explains a score: what made it, and the reasons against the client, which are the same numbers with what the
 * client's own records hold.
 * @throws MODEL_INVALID when the contributions do not add up to the raw score
 */
export function explainScore(input: ExplanationInput): ScoreExplanation {
  const {policy, features, row, values, rawScore, rows, isAssumed} = input;
  const made = contributionsOf(input);
  const places = placeOfName(features);
  const client: ClientRecord = {
    rows,
    value(name) {
      const place = places.get(name);
      return place === undefined ? undefined : inputToValue(features[place]!, row[place]!);
    }
  };
  const {decision} = assess(policy, rawScore);
  const {causes} = made;
  return {
    ...made,
    reasonCodes: adverseReasons({features, contributions: values, causes, decision, client, isAssumed})
  };
}
