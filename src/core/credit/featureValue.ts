import {type Expected, type Issue, ScorebookError} from "../errors.ts";
import type {ManifestFeature} from "../schema/manifest.ts";

/** What a planned feature may be by its unit, whatever it is computed of; units of differences and slopes have no bounds. */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  share: [0, 1],
  "yes/no": [0, 1],
  hours: [0, 23],
  years: [0, 120],
  months: [0, Number.POSITIVE_INFINITY],
  count: [0, Number.POSITIVE_INFINITY],
  rank: [0, Number.POSITIVE_INFINITY]
};
const UNBOUNDED = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/**
 * Converts a value as people give it to a feature's input: a category's code, NaN for missing.
 * @param isPlanned computed of raw rows alone, and so within the bounds of its unit
 * @throws REQUEST_INVALID with an issue that names the feature and what was expected
 */
export function valueToInput(
  {name, kind, categories = [], unit}: Pick<ManifestFeature, "name" | "kind" | "categories" | "unit">,
  value: number | string | null,
  isPlanned: boolean
): number {
  if (value === null) return Number.NaN;
  if (kind === "category") {
    const code = categories.indexOf(String(value));
    if (code >= 0) return code;
    throw refused(name, value, `one of ${categories.join(", ")}`, {kind: "category", categories});
  }
  if (typeof value !== "number" || !Number.isFinite(value))
    throw refused(name, value, "a number", {kind: "number"});
  const [least, most] = (isPlanned && BOUNDS[unit]) || UNBOUNDED;
  if (value >= least && value <= most) return value;
  if (!Number.isFinite(most))
    throw refused(name, value, `a number of at least ${least}`, {kind: "number", least});
  throw refused(name, value, `a number from ${least} to ${most}`, {kind: "number", least, most});
}

function refused(name: string, value: number | string, wanted: string, expected: Expected): ScorebookError {
  const message = `is ${JSON.stringify(value).slice(0, 60)}; expected ${wanted}, or null for missing`;
  const issue: Issue = {code: "REQUEST_INVALID", path: `/features/${name}`, message, expected};
  return new ScorebookError("REQUEST_INVALID", `/features/${name} ${message}.`, [issue]);
}

/** Converts a model input to what people read: the category's words, null where missing or never seen. */
export function inputToValue(feature: ManifestFeature, input: number): number | string | null {
  if (feature.kind === "category") return feature.categories?.[input] ?? null;
  return Number.isFinite(input) ? input : null;
}
