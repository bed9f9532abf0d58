import type {Evaluation} from "../estimates.ts";

export type CostView = "cost" | "profit";

/** One cut-off; values per 1,000 clients. */
export interface CostCurvePoint {
  /** Probability of default, 0–1. */
  cutoff: number;
  /** Share of clients, 0–1. */
  approved: number;
  value: number;
  interval: [low: number, high: number];
}

export interface CostCurve {
  view: CostView;
  /** By ascending cut-off. */
  points: CostCurvePoint[];
  theoretical: number;
  empirical: number;
  refer: {from: number; to: number} | null;
}

/**
 * Lays out cost or profit by cut-off. Both add up to the same at every cut-off, so the profit's interval is the cost's
 * upside down.
 */
export function costCurveData({cost}: Evaluation, view: CostView): CostCurve {
  const {points, theoretical, empirical, refer} = cost;
  return {
    view,
    points: points.map(({cutoff, approved, costPerClient, interval, profitPer1000}) => {
      const [low, high] = interval.map((end) => 1000 * end) as [number, number];
      const sum = profitPer1000 + 1000 * costPerClient;
      return view === "cost"
        ? {cutoff, approved, value: 1000 * costPerClient, interval: [low, high]}
        : {cutoff, approved, value: profitPer1000, interval: [sum - high, sum - low]};
    }),
    theoretical: theoretical.cutoff,
    empirical: empirical.cutoff,
    refer: refer && {from: refer.from, to: refer.to}
  };
}
