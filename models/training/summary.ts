import type {Manifest} from "../../src/core/schema/manifest.ts";

/** Sums a trained model up in lines for the terminal; everything is out of fold. */
export function summaryLines(manifest: Manifest): string[] {
  const {metrics, training, cutoff, calibration, population, features} = manifest;
  const {leftOut, effect} = manifest.protected;
  const {auc, aucStandardError, aucPerSeed, gini, ks, before, after} = metrics;
  const lines = [
    `${population.clients} clients × ${features.length} features, ${training.folds} folds, ${training.rounds} iterations`,
    `out of fold: AUC ${auc.toFixed(4)} (SE ${aucStandardError.toFixed(4)})  Gini ${gini.toFixed(4)}  KS ${ks.toFixed(4)}  Brier ${after.brier.toFixed(5)} (${before.brier.toFixed(5)} before calibration)`
  ];
  if (aucPerSeed)
    lines.push(
      `AUC with other seeds: ${aucPerSeed
        .slice(1)
        .map((other) => other.toFixed(4))
        .join("  ")}`
    );
  if (effect)
    lines.push(
      `left out as protected: ${leftOut.length} features; AUC ${signed(effect.difference)} (95 %: ${effect.interval.map(signed).join(" to ")}) against the model that has them; ${effect.approvedWithout} clients declined only with them, ${effect.declinedWithout} only without`
    );
  lines.push(
    `calibration: log-odds = ${calibration.intercept.toFixed(4)} + ${calibration.slope.toFixed(4)} × raw score`,
    `cut-off: probability ${cutoff.probability.toFixed(4)}, ${cutoff.score} points; approved ${(100 * population.approved).toFixed(1)} %; cost per client ${cutoff.costPerClient.toFixed(4)} (lowest ${cutoff.empiricalCostPerClient.toFixed(4)} at ${cutoff.empirical.toFixed(4)})`
  );
  return lines;
}

const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
