import {ScorebookError} from "../errors.ts";
import type {FittedStatistics, ManifestFeature} from "../schema/manifest.ts";
import {groupKey, groupPart} from "./groups.ts";

/** Computes a client's fitted features from a catalogue row; group medians first, then target means. */
export type FittedApplier = (row: ArrayLike<number>) => Float32Array;

/** Lists the names of fitted features, in the order in which they are computed. */
export function fittedNames({groupMedians, targetMeans}: FittedStatistics): string[] {
  return [...groupMedians, ...targetMeans].map(({name}) => name);
}

/**
 * Prepares statistics for rows in the given catalogue order. A deviation is missing when the value is; a category
 * never seen has the prior. Values are rounded to Float32, as every feature is.
 * @throws MODEL_INVALID when the catalogue lacks a feature that the statistics need
 */
export function applyFitted(
  statistics: FittedStatistics,
  features: readonly ManifestFeature[]
): FittedApplier {
  const positions = new Map(features.map(({name}, i) => [name, i]));
  const at = (name: string): number => {
    const position = positions.get(name);
    if (position !== undefined) return position;
    throw new ScorebookError(
      "MODEL_INVALID",
      `The model compares clients by ${name}, which the feature set does not have; a model made for these features was expected.`
    );
  };
  const partOf = (position: number, row: ArrayLike<number>) => groupPart(features[position]!, row[position]!);
  const deviations = statistics.groupMedians.map(({measure, levels}) => {
    const value = at(measure);
    const compiled = levels.map(({by, medians}) => ({
      by: by.map(at),
      medians: new Map(Object.entries(medians))
    }));
    return (row: ArrayLike<number>): number => {
      for (const {by, medians} of compiled) {
        const found = medians.get(groupKey(by.map((position) => partOf(position, row))));
        if (found !== undefined) return row[value]! - found;
      }
      return Number.NaN;
    };
  });
  const rates = statistics.targetMeans.map(({source, prior, means}) => {
    const position = at(source);
    const known = new Map(Object.entries(means));
    return (row: ArrayLike<number>): number => known.get(partOf(position, row)) ?? prior;
  });
  const all = [...deviations, ...rates];
  return (row) => Float32Array.from(all, (compute) => compute(row));
}
