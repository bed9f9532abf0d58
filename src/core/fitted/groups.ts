import type {ManifestFeature} from "../schema/manifest.ts";

/** The word for a client whose category is not known. */
export const UNKNOWN = "—";
const AGE_BAND_YEARS = 5;
const YOUNGEST = 25;
const OLDEST = 65;

/**
 * Names the part of a group that one feature gives: a category's word, or for a number (an age in years) the start
 * of its band of five years, with everyone under 25 and everyone from 65 in one band each.
 */
export function groupPart(feature: ManifestFeature, value: number): string {
  if (feature.kind === "category") return feature.categories?.[value] ?? UNKNOWN;
  if (!Number.isFinite(value)) return UNKNOWN;
  if (value < YOUNGEST) return "0";
  return String(Math.min(OLDEST, Math.floor(value / AGE_BAND_YEARS) * AGE_BAND_YEARS));
}

/** Names a group from its parts, in the order of the level's features; everyone is "". */
export function groupKey(parts: readonly string[]): string {
  return parts.join(" | ");
}
