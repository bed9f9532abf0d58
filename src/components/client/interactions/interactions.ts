import {pointsPerLogOdds} from "../../../core/credit/scale.ts";
import type {Bilingual, InteractionMatrix, ModelScale} from "../clientApi.ts";

/** Two features and what they do together beyond what each does alone, in points. */
export interface Pair {
  labels: [Bilingual, Bilingual];
  points: number;
}

/** Lists the pairs of a matrix in points, strongest first, at most `limit`; a pair that does nothing is left out. */
export function interactionsData(
  {features, values}: InteractionMatrix,
  {calibration, served}: ModelScale,
  limit: number
): Pair[] {
  const factor = -2 * pointsPerLogOdds(served.scale) * calibration.slope;
  return features
    .flatMap(({label: first}, i) =>
      features.slice(i + 1).map(
        ({label: second}, offset): Pair => ({
          labels: [first, second],
          points: factor * values[i]![i + 1 + offset]!
        })
      )
    )
    .filter(({points}) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, limit);
}
