import {invalid, type Place, quote} from "./invalid.ts";
import {parseFloat64} from "./numbers.ts";
import type {Booster} from "./types.ts";

type Objective = NonNullable<Booster["objective"]>;
/** Turns raw scores, one per class, to the objective's own scale, in place. */
export type Transform = (scores: Float64Array) => Float64Array;

const ALIASES: Record<string, string> = {
  regression_l2: "regression",
  mean_squared_error: "regression",
  mse: "regression",
  l2: "regression",
  l2_root: "regression",
  root_mean_squared_error: "regression",
  rmse: "regression",
  mean_absolute_error: "regression_l1",
  l1: "regression_l1",
  mae: "regression_l1",
  softmax: "multiclass",
  multiclass_ova: "multiclassova",
  ova: "multiclassova",
  ovr: "multiclassova",
  xentropy: "cross_entropy",
  xentlambda: "cross_entropy_lambda",
  mean_absolute_percentage_error: "mape",
  xendcg: "rank_xendcg",
  xe_ndcg: "rank_xendcg",
  xe_ndcg_mart: "rank_xendcg",
  xendcg_mart: "rank_xendcg",
  none: "custom",
  null: "custom",
  na: "custom"
};

const each =
  (f: (score: number) => number): Transform =>
  (scores) => {
    for (let k = 0; k < scores.length; k++) scores[k] = f(scores[k]!);
    return scores;
  };

const identity: Transform = (scores) => scores;
const exponential = () => each(Math.exp);
const logistic = (slope: number) => each((score) => 1 / (1 + Math.exp(-slope * score)));
const withSqrt = ({params}: Objective) => ("sqrt" in params ? each((s) => Math.sign(s) * s * s) : identity);

function softmax(scores: Float64Array): Float64Array {
  let highest = scores[0]!;
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += scores[k] = Math.exp(scores[k]! - highest);
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
  return scores;
}

const slopeOf = ({params}: Objective) => Number(params.sigmoid);

const TRANSFORMS: Record<string, (objective: Objective) => Transform> = {
  regression: withSqrt,
  regression_l1: withSqrt,
  huber: () => identity,
  fair: withSqrt,
  quantile: withSqrt,
  mape: withSqrt,
  poisson: exponential,
  gamma: exponential,
  tweedie: exponential,
  binary: (objective) => logistic(slopeOf(objective)),
  multiclass: () => softmax,
  multiclassova: (objective) => logistic(slopeOf(objective)),
  cross_entropy: () => logistic(1),
  cross_entropy_lambda: () => each((score) => Math.log1p(Math.exp(score))),
  lambdarank: () => identity,
  rank_xendcg: () => identity,
  custom: () => identity
};

const canonical = (name: string) => ALIASES[name] ?? name;

/**
 * Reads the value of `objective=`: a name, then `key:value` pairs and bare flags (kept with an empty value).
 * @throws MODEL_INVALID for an unknown objective, a sigmoid ≤ 0, or a number of classes that differs from the header's.
 */
export function parseObjective(value: string, numClass: number, place: Place): Objective {
  const [name = "", ...rest] = value.split(" ").filter((token) => token !== "");
  if (!Object.hasOwn(TRANSFORMS, canonical(name)))
    throw invalid(place, `the objective ${quote(name)} is unknown`);
  const params: Record<string, string> = {};
  for (const token of rest) {
    const colon = token.indexOf(":");
    params[colon < 0 ? token : token.slice(0, colon)] = colon < 0 ? "" : token.slice(colon + 1);
  }
  const kind = canonical(name);
  if (kind === "binary" || kind === "multiclassova") {
    const sigmoid = parseFloat64(params.sigmoid ?? "", place);
    if (!(sigmoid > 0 && sigmoid < Infinity))
      throw invalid(place, `sigmoid ${sigmoid} is not a positive number`);
  }
  const classes = kind === "multiclass" || kind === "multiclassova" ? params.num_class : undefined;
  if (kind.startsWith("multiclass") ? classes !== String(numClass) : kind !== "custom" && numClass !== 1)
    throw invalid(place, `the objective ${quote(value)} does not fit num_class ${numClass}`);
  return {name, params};
}

/**
 * Creates the function from raw scores to predictions: probability (binary, cross_entropy, multiclass), intensity
 * (cross_entropy_lambda), mean (poisson, gamma, tweedie, sqrt regression) or the raw score itself.
 * Source: ConvertOutput in LightGBM src/objective/*.hpp.
 */
export function createTransform(objective: Booster["objective"]): Transform {
  return objective ? TRANSFORMS[canonical(objective.name)]!(objective) : identity;
}
