/** A feature of the catalogue with what the data set shows of it: one entry of data/features.json. */
export interface FeatureSummary {
  name: string;
  /** Raw tables it comes from, the strongest first. */
  tables: string[];
  label: {en: string; fr: string};
  formula: {en: string; fr: string};
  unit: string;
  kind: "numeric" | "category";
  /** Share of clients without a value, 0–1. */
  missingRate: number;
  /** 5th, 50th and 95th percentile of the values that are there; null for categories and when there are none. */
  quantiles: [number, number, number] | null;
  distribution: Distribution;
}

/**
 * Clients with a known outcome by value: `repaid[i]` and `defaulted[i]` count bin i. Numeric bins are of equal
 * width between the two `ends`, and values beyond these count in the outer bins; category bins are named.
 */
export interface Distribution {
  /** null for categories, and where no value is known. */
  ends: [number, number] | null;
  categories: string[] | null;
  repaid: number[];
  defaulted: number[];
}
