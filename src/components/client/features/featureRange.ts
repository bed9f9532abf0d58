import type {CatalogueEntry, Cell} from "../clientApi.ts";

/** How a feature is spread over all clients, as the catalogue's page has it. */
export interface FeatureSpread {
  name: string;
  distribution: {ends: readonly number[] | null; categories: string[] | null};
}

/** Between which values a feature is dragged, and in which steps. */
export interface FeatureRange {
  least: number;
  most: number;
  step: number;
}

const WHOLE = new Set(["count", "rank", "days", "yes/no"]);
const STEPS = 200;

/**
 * Finds the range of a feature: that of all clients, widened to hold the client's own value; null for a feature of words
 * or one that is nowhere spread.
 */
export function featureRange(
  {kind, unit}: Pick<CatalogueEntry, "kind" | "unit">,
  spread: FeatureSpread | undefined,
  own: Cell
): FeatureRange | null {
  const ends = spread?.distribution.ends ?? [];
  if (kind === "category" || ends.length === 0) return null;
  const values = typeof own === "number" ? [...ends, own] : ends;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (!(most > least)) return null;
  if (WHOLE.has(unit) && most - least >= 1)
    return {
      least: Math.floor(least),
      most: Math.ceil(most),
      step: Math.max(1, Math.round((most - least) / STEPS))
    };
  const step = 10 ** Math.floor(Math.log10((most - least) / STEPS));
  return {least: Math.floor(least / step) * step, most: Math.ceil(most / step) * step, step};
}
