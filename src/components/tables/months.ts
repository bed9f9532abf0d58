/** A month of a dataset: the mean over clients of one outcome. */
export interface MonthMean {
  month: number;
  /** 1 = default, 0 = repaid. */
  target: number;
  clients: number;
  mean: number;
  standardError: number;
}

export interface MonthRange extends MonthMean {
  /** Ends of the 95 % interval of the mean; never below 0. */
  low: number;
  high: number;
}

const Z_95 = 1.96;

/** Puts an interval around each mean; months of fewer than `least` clients are left out. */
export function monthsData(points: readonly MonthMean[], least = 20): MonthRange[] {
  return points
    .filter(({clients}) => clients >= least)
    .map((point) => ({
      ...point,
      low: Math.max(0, point.mean - Z_95 * point.standardError),
      high: point.mean + Z_95 * point.standardError
    }));
}
