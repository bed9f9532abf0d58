import type {Distribution} from "./featureSummary.ts";

/** One bar of the drawing: the share of an outcome's clients that fall into a bin, 0–1. */
export interface OutcomeBin {
  outcome: "repaid" | "default";
  /** Position of the bin, and its ends or its category. */
  index: number;
  x0: number | null;
  x1: number | null;
  category: string | null;
  count: number;
  share: number;
}

/** Converts counts to shares within each outcome, so that the two can be compared whatever their sizes. */
export function outcomeBinsData({ends, categories, repaid, defaulted}: Distribution): OutcomeBin[] {
  const edge = (index: number): number | null =>
    ends && Number((ends[0] + ((ends[1] - ends[0]) * index) / repaid.length).toPrecision(6));
  const bins = (outcome: OutcomeBin["outcome"], counts: readonly number[]): OutcomeBin[] => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, index) => ({
      outcome,
      index,
      x0: edge(index),
      x1: edge(index + 1),
      category: categories?.[index] ?? null,
      count,
      share: total === 0 ? 0 : count / total
    }));
  };
  return [...bins("repaid", repaid), ...bins("default", defaulted)];
}
