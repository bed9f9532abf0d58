import type {ColumnDrift} from "../../core/drift/compare.ts";

/** One bin of a column in both sets; shares are 0–1. */
export interface ShiftBin {
  index: number;
  /** The bin of a number, from above x0 up to x1; null at the open ends, for words and for what is missing. */
  x0: number | null;
  x1: number | null;
  category: string | null;
  isMissing: boolean;
  referenceCount: number;
  currentCount: number;
  reference: number;
  current: number;
}

/** Lays the shares of both sets side by side; a bin that nobody is in is left out. */
export function shiftData({edges, categories, counts, current}: ColumnDrift): ShiftBin[] {
  const sum = (of: readonly number[]) => of.reduce((a, b) => a + b, 0);
  const [n, m] = [sum(counts), sum(current)];
  return counts
    .map((count, index) => ({
      index,
      x0: edges?.[index - 1] ?? null,
      x1: edges?.[index] ?? null,
      category: categories?.[index] ?? null,
      isMissing: index === counts.length - 1,
      referenceCount: count,
      currentCount: current[index]!,
      reference: count / n,
      current: current[index]! / m
    }))
    .map((bin) => (bin.isMissing ? {...bin, x0: null} : bin))
    .filter(({referenceCount, currentCount}) => referenceCount + currentCount > 0);
}
