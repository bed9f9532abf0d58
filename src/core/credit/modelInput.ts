import {ScorebookError} from "../errors.ts";
import {applyFitted, fittedNames} from "../fitted/applyFitted.ts";
import type {Manifest, ManifestFeature} from "../schema/manifest.ts";

/** Maps a row of the feature store (catalogue order) to the model's input (manifest order). */
export type ModelInput = (row: ArrayLike<number>) => Float64Array;

/** Finds each catalogue code's code in the model's vocabulary; NaN for a word that the model never saw. */
function translateCodes(from: ManifestFeature, to: ManifestFeature): Float64Array | undefined {
  const same = from.categories?.every((word, code) => to.categories?.[code] === word) ?? true;
  if (same) return undefined;
  const codes = new Map(to.categories?.map((word, code) => [word, code]));
  return Float64Array.from(from.categories ?? [], (word) => codes.get(word) ?? Number.NaN);
}

/**
 * Prepares the mapping from catalogue rows to a model's input: order, category codes and fitted features.
 * @throws MODEL_INVALID when the catalogue lacks a feature of the model or holds it as another kind
 */
export function createModelInput(
  manifest: Pick<Manifest, "features" | "fitted">,
  catalogue: readonly ManifestFeature[]
): ModelInput {
  const positions = new Map(catalogue.map(({name}, i) => [name, i]));
  const fittedPositions = new Map(fittedNames(manifest.fitted).map((name, i) => [name, i]));
  const applyFittedTo = applyFitted(manifest.fitted, catalogue);
  const sources = manifest.features.map((feature) => {
    const fitted = fittedPositions.get(feature.name);
    if (fitted !== undefined) return {fitted, position: -1, codes: undefined};
    const position = positions.get(feature.name);
    const found = position === undefined ? undefined : catalogue[position];
    if (position === undefined || found?.kind !== feature.kind)
      throw new ScorebookError(
        "MODEL_INVALID",
        `The model needs the ${feature.kind} feature ${feature.name}, which the feature set does not have; a model made for these features was expected.`
      );
    return {fitted: -1, position, codes: translateCodes(found, feature)};
  });
  return (row) => {
    const fittedValues = applyFittedTo(row);
    const input = new Float64Array(sources.length);
    sources.forEach(({fitted, position, codes}, i) => {
      const value = fitted >= 0 ? fittedValues[fitted]! : row[position]!;
      input[i] = codes ? (codes[value] ?? Number.NaN) : value;
    });
    return input;
  };
}
