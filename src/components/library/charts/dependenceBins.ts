import {type Channel, type Rows, toNumber, valuesOf} from "../rows.ts";

/** Rows whose value lies from low to high: how many, mean value, and median and quartiles of what depends on it. */
export interface DependenceBin {
  low: number;
  high: number;
  clients: number;
  x: number;
  median: number;
  quartiles: [number, number];
}

/** Summarises y over `bins` groups of about as many rows by ascending x; rows without either are left out. */
export function dependenceData(rows: Rows, x: Channel, y: Channel, bins = 20): DependenceBin[] {
  const ys = valuesOf(rows, y).map(toNumber);
  const pairs = valuesOf(rows, x)
    .map((value, i): [number, number] => [toNumber(value), ys[i]!])
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
    .sort(([a], [b]) => a - b);
  const edges = Array.from({length: bins + 1}, (_, i) => Math.round((i * pairs.length) / bins));
  return edges.slice(0, -1).flatMap((first, i) => {
    const group = pairs.slice(first, edges[i + 1]);
    if (group.length === 0) return [];
    const sorted = group.map(([, b]) => b).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
    return {
      low: group[0]![0],
      high: group.at(-1)![0],
      clients: group.length,
      x: group.reduce((sum, [a]) => sum + a, 0) / group.length,
      median: at(0.5),
      quartiles: [at(0.25), at(0.75)]
    } satisfies DependenceBin;
  });
}
