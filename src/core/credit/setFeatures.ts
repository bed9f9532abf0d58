import {ScorebookError} from "../errors.ts";
import type {ManifestFeature} from "../schema/manifest.ts";
import {inputToValue, valueToInput} from "./featureValue.ts";
import type {ModelInput} from "./modelInput.ts";

type Value = number | string | null;
/** Feature → value: a number, a category's text, or null for missing. */
export type SetFeatures = Readonly<Record<string, Value>>;

/** An input of the model that differs. */
export interface FeatureChange {
  name: string;
  label: ManifestFeature["label"];
  before: Value;
  after: Value;
}

/**
 * Prepares setting features by hand. What the model derives from a feature that is set follows it, unless it is set too.
 * @param planned the catalogue, in the order of rows
 * @param derived what the model derives from it
 * @returns makes the model's input of a catalogue row, which stays as it is
 * @throws FEATURE_UNKNOWN, and REQUEST_INVALID for a value that a feature cannot have
 */
export function createFeatureSetter(parts: {
  inputs: readonly Pick<ManifestFeature, "name">[];
  planned: readonly ManifestFeature[];
  derived: readonly ManifestFeature[];
  toInput: ModelInput;
}): (row: Float32Array, features: SetFeatures) => Float64Array {
  const {inputs, planned, derived, toInput} = parts;
  const positions = new Map(planned.map(({name}, i) => [name, i]));
  const inputPositions = new Map(inputs.map(({name}, i) => [name, i]));
  const derivedByName = new Map(derived.map((feature) => [feature.name, feature]));
  return (row, features) => {
    const own = row.slice();
    const afterwards: [place: number, value: number][] = [];
    for (const [name, value] of Object.entries(features)) {
      const position = positions.get(name);
      if (position !== undefined) own[position] = valueToInput(planned[position]!, value, true);
      else {
        const feature = derivedByName.get(name);
        if (!feature)
          throw new ScorebookError(
            "FEATURE_UNKNOWN",
            `There is no feature ${name.slice(0, 100)}; /v1/features lists them.`
          );
        const place = inputPositions.get(name);
        const input = Math.fround(valueToInput(feature, value, false));
        if (place !== undefined) afterwards.push([place, input]);
      }
    }
    const input = toInput(own);
    for (const [place, value] of afterwards) input[place] = value;
    return input;
  };
}

/** Lists the inputs that differ, in model order. */
export const changedInputs = (
  features: readonly ManifestFeature[],
  before: ArrayLike<number>,
  after: ArrayLike<number>
): FeatureChange[] =>
  features.flatMap((feature, i) => {
    const [from, to] = [before[i]!, after[i]!];
    if (Object.is(from, to)) return [];
    const {name, label} = feature;
    return [{name, label, before: inputToValue(feature, from), after: inputToValue(feature, to)}];
  });
