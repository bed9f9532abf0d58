import {binCategories, binNumbers, type DriftReference} from "../../../src/core/drift/reference.ts";
import type {ManifestFeature} from "../../../src/core/schema/manifest.ts";

/**
 * Counts what the training clients look like, for later sets to be compared with.
 * @param features the model's inputs
 * @param matrix clients × features, row-major, as the model of everyone is given them; NaN = missing
 * @param probabilityOfDefault out of fold, one per client
 */
export function createReference(
  features: readonly ManifestFeature[],
  matrix: Float32Array,
  probabilityOfDefault: Float64Array
): DriftReference {
  const width = features.length;
  const clients = matrix.length / width;
  const column = new Float32Array(clients);
  return {
    format: 1,
    clients,
    score: binNumbers("probabilityOfDefault", probabilityOfDefault),
    features: features.map(({name, categories}, j) => {
      for (let i = 0; i < clients; i++) column[i] = matrix[i * width + j]!;
      return categories ? binCategories(name, column, categories) : binNumbers(name, column);
    })
  };
}
