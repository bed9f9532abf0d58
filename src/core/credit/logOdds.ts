/** Converts log-odds to a probability, 1 / (1 + e^−x); never overflows. */
export function logOddsToProbability(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const odds = Math.exp(logOdds);
  return odds / (1 + odds);
}

/** Converts a probability to log-odds, ln(p / (1 − p)). */
export function probabilityToLogOdds(probability: number): number {
  return -Math.log((1 - probability) / probability);
}
