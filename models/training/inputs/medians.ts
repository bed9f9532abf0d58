import {median} from "../../../src/core/fitted/median.ts";
import type {ManifestFeature} from "../../../src/core/schema/manifest.ts";

/**
 * Adds to each numeric feature the median of its known values, null when no row has one. `matrix` is rows × features,
 * row-major, NaN where missing. Categories are left as they are.
 */
export function withMedians(features: readonly ManifestFeature[], matrix: Float32Array): ManifestFeature[] {
  const width = features.length;
  return features.map((feature, j) => {
    if (feature.kind === "category") return feature;
    const known: number[] = [];
    for (let at = j; at < matrix.length; at += width)
      if (Number.isFinite(matrix[at])) known.push(matrix[at]!);
    return {...feature, median: known.length > 0 ? median(known) : null};
  });
}
