import type {Manifest, ModelEvaluation} from "../../../src/core/schema/manifest.ts";

/** Sums a trained model up in lines for the terminal; everything is out of fold. */
export function summaryLines(manifest: Manifest): string[] {
  const {metrics, evaluation, training, cutoff, calibration, population, features, data} = manifest;
  const {leftOut, effect} = manifest.protected;
  const {auc, aucStandardError, aucPerSeed, gini, ks, before, after} = metrics;
  const lines = [
    `${population.clients} clients × ${features.length} features, ${training.folds} folds, ${training.rounds} iterations`,
    `out of fold: AUC ${auc.toFixed(4)} (SE ${aucStandardError.toFixed(4)})  Gini ${gini.toFixed(4)}  KS ${ks.toFixed(4)}  Brier ${after.brier.toFixed(5)} (${before.brier.toFixed(5)} before calibration)`
  ];
  if (data.sample)
    lines.unshift(
      `sample: ${data.sample.clients} of ${data.labelled} labelled clients, drawn with the seed ${data.sample.seed}, the hold-out's among them`
    );
  if (evaluation) lines.push(...evaluationLines(evaluation));
  if (aucPerSeed)
    lines.push(
      `AUC with other seeds: ${aucPerSeed
        .slice(1)
        .map((other) => other.toFixed(4))
        .join("  ")}`
    );
  if (effect)
    lines.push(
      `left out as protected: ${leftOut.length} features; AUC ${signed(effect.difference)} (95 %: ${effect.interval.map((end) => signed(end)).join(" to ")}) against the model that has them; ${effect.approvedWithout} clients declined only with them, ${effect.declinedWithout} only without`
    );
  lines.push(
    `calibration: log-odds = ${calibration.intercept.toFixed(4)} + ${calibration.slope.toFixed(4)} × raw score`,
    `cut-off: probability ${cutoff.probability.toFixed(4)}, ${cutoff.score} points; approved ${(100 * population.approved).toFixed(1)} %; cost per client ${cutoff.costPerClient.toFixed(4)} (lowest ${cutoff.empiricalCostPerClient.toFixed(4)} at ${cutoff.empirical.toFixed(4)})`
  );
  return lines;
}

function evaluationLines({holdout, contenders, monotone, leaks}: ModelEvaluation): string[] {
  const {heldOut, gap} = holdout;
  const lines: string[] = [];
  if (heldOut && gap)
    lines.push(
      `hold-out: ${heldOut.clients} clients  AUC ${plain(heldOut.auc)}  KS ${heldOut.ks.toFixed(4)}  Brier ${plain(heldOut.brier, 5)}; folds less hold-out ${difference(gap)}`
    );
  for (const {id, measures, aucDifference, costDifference} of contenders)
    if (aucDifference && costDifference)
      lines.push(
        `against ${NAMES[id]}: AUC ${measures.auc.value.toFixed(4)}, ours ${difference(aucDifference)}; cost per 1,000 ${difference(costDifference, 1)}`
      );
  if (monotone.difference)
    lines.push(
      `directions of ${monotone.declared} features: AUC ${difference(monotone.difference)}, ${monotone.used ? "kept" : "given up"}`
    );
  const implausible = leaks.strongest.filter(({auc}) => auc.value > leaks.implausibleAbove);
  if (implausible.length > 0)
    lines.push(`implausible alone: ${implausible.map(({name, auc}) => `${name} ${plain(auc)}`).join(", ")}`);
  if (leaks.trainAgainstTest) lines.push(`training against test: AUC ${plain(leaks.trainAgainstTest.auc)}`);
  if (leaks.duplicates.clients > 0)
    lines.push(
      `applications that occur twice: ${leaks.duplicates.clients} clients, ${leaks.duplicates.acrossFolds} across folds`
    );
  return lines;
}

const NAMES: Record<ModelEvaluation["contenders"][number]["id"], string> = {
  baseRate: "the bad rate for everyone",
  externalScores: "a logistic regression of the external scores",
  application: "the application alone",
  lightgbmDefaults: "LightGBM's defaults",
  scorebookDefaults: "the default parameters",
  model: "itself"
};

type Estimate = ModelEvaluation["holdout"]["crossValidated"]["auc"];
const plain = ({value, interval}: Estimate, digits = 4) =>
  `${value.toFixed(digits)} (95 %: ${interval.map((end) => end.toFixed(digits)).join(" to ")})`;
const difference = ({value, interval}: Estimate, digits = 4) =>
  `${signed(value, digits)} (95 %: ${interval.map((end) => signed(end, digits)).join(" to ")})`;

const signed = (value: number, digits = 4) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
