/** How log-odds become points; higher points are safer clients. */
export interface Scale {
  /** Points at `baseOdds`. */
  baseScore: number;
  /** Good clients per bad one. */
  baseOdds: number;
  /** Points that double the odds. */
  pdo: number;
}

/** With costs of 10:1 the best cut-off has odds of 10:1, so it lies at 600 points exactly. */
export const DEFAULT_SCALE: Scale = {baseScore: 600, baseOdds: 10, pdo: 40};

/** Computes the points of one unit of log-odds, pdo / ln 2. */
export function pointsPerLogOdds({pdo}: Scale): number {
  return pdo / Math.LN2;
}

/** Converts log-odds of default to points: baseScore + factor · (−logOdds − ln baseOdds). */
export function logOddsToPoints(scale: Scale, logOdds: number): number {
  return scale.baseScore + pointsPerLogOdds(scale) * (-logOdds - Math.log(scale.baseOdds));
}

/** Converts points back to log-odds of default. */
export function pointsToLogOdds(scale: Scale, points: number): number {
  return -(points - scale.baseScore) / pointsPerLogOdds(scale) - Math.log(scale.baseOdds);
}
