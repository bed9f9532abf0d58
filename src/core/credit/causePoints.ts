import type {CauseContribution} from "../schema/explanation.ts";
import type {ManifestFeature} from "../schema/manifest.ts";
import {causeLabel} from "./causes.ts";
import {perModel} from "./perModel.ts";
import {allocatePoints} from "./points.ts";

export interface PointsByCause {
  basePoints: number;
  /** By |points|, then by |contribution|, the greatest first. */
  causes: CauseContribution[];
  /** One per feature, model order. */
  features: Float64Array;
}

/** The places of the features of each cause, model order. */
const placesByCause = perModel((features) => {
  const places = new Map<string, number[]>();
  features.forEach(({cause}, i) => {
    const known = places.get(cause);
    if (known) known.push(i);
    else places.set(cause, [i]);
  });
  return places;
});

/**
 * Shares a score out: first to the base and the causes, then the points of each cause to its features. So
 * base + Σ causes = score, and each cause is the sum of its features, both exactly; no part moves by a whole point.
 * @param contributions one per feature, model order, log-odds
 * @param exact the points of each feature before rounding, model order
 */
export function pointsByCause(
  features: readonly ManifestFeature[],
  contributions: ArrayLike<number>,
  exact: Float64Array,
  {base, score, unitsPerPoint}: {base: number; score: number; unitsPerPoint: number}
): PointsByCause {
  const places = placesByCause(features);
  const codes = [...places.keys()];
  const sumOver = (code: string, values: ArrayLike<number>) =>
    places.get(code)!.reduce((total, i) => total + values[i]!, 0);
  const shared = allocatePoints([...codes.map((code) => sumOver(code, exact)), base], score, unitsPerPoint);
  const ofFeatures = new Float64Array(features.length);
  const causes = codes.map((code, k): CauseContribution => {
    const members = places.get(code)!;
    const points = shared[k]!;
    const own = allocatePoints(
      members.map((i) => exact[i]!),
      points,
      unitsPerPoint
    );
    members.forEach((i, at) => {
      ofFeatures[i] = own[at]!;
    });
    return {code, label: causeLabel(code), points, contribution: sumOver(code, contributions)};
  });
  causes.sort(
    (a, b) =>
      Math.abs(b.points) - Math.abs(a.points) ||
      Math.abs(b.contribution) - Math.abs(a.contribution) ||
      (a.code < b.code ? -1 : 1)
  );
  return {basePoints: shared[codes.length]!, causes, features: ofFeatures};
}
