import type {ImportantFeature} from "../../../core/schema/siteModel.ts";

/** One client in the drawing of many features. */
export interface SwarmDot {
  feature: string;
  points: number;
  /** From −1 to 1 within the feature's row, so that dots of like points lie beside each other. */
  offset: number;
  /** Rank of the value among the shown clients, 0–1; null for a word or a missing value. */
  rank: number | null;
}

const STEPS = 60;

/** Lays the clients of each feature out, clients of like points side by side. */
export function swarmData(
  features: readonly Pick<ImportantFeature, "name" | "kind" | "values" | "points">[]
): SwarmDot[] {
  const all = features.flatMap(({points}) => points);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const step = (high - low) / STEPS || 1;
  return features.flatMap(({name, kind, values, points}) => {
    const ranks = kind === "category" ? values.map(() => null) : rankShares(values);
    const crowd = new Map<number, number>();
    const columns = points.map((value) => Math.round((value - low) / step));
    for (const column of columns) crowd.set(column, (crowd.get(column) ?? 0) + 1);
    const most = Math.max(...crowd.values());
    const placed = new Map<number, number>();
    return points.map((value, i) => {
      const column = columns[i]!;
      const nth = placed.get(column) ?? 0;
      placed.set(column, nth + 1);
      const side = nth % 2 === 0 ? 1 : -1;
      return {feature: name, points: value, offset: (side * Math.ceil(nth / 2) * 2) / most, rank: ranks[i]!};
    });
  });
}

/** The share of known values below each one. */
function rankShares(values: readonly (number | null)[]): (number | null)[] {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const last = known.length - 1;
  return values.map((value) =>
    value === null ? null : last > 0 ? known.findLastIndex((one) => one <= value) / last : 0.5
  );
}
