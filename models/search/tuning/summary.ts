import type {Estimate, PairedDifference, StudyComparison} from "../../../src/core/search/studyFiles.ts";
import {externalParams} from "../../../src/core/search/trial.ts";
import type {Tuned} from "./tune.ts";

const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
const withInterval = ({value, interval}: Estimate) =>
  `${signed(value)} (95 %: ${interval.map(signed).join(" to ")}${holdsZero({value, interval}) ? "; it holds 0" : ""})`;
const holdsZero = ({interval: [low, high]}: Estimate) => low <= 0 && high >= 0;

/** Sums a search up in lines for the terminal; everything is out of fold. */
export function tuneSummary({study, comparison, folder}: Tuned): string[] {
  const of = (state: string) => study.trials.filter((trial) => trial.state === state).length;
  const best = study.bestTrial;
  const lines = [
    `study ${study.name}: ${of("complete")} trials complete, ${of("pruned")} pruned, ${of("fail")} failed: ${folder}`
  ];
  if (!best) return [...lines, "No trial is complete, so there is nothing to compare."];
  const params = Object.entries(externalParams(best)).map(([name, value]) => `${name} ${short(value)}`);
  lines.push(`best: trial ${best.number}, ${params.join(", ")}, ${best.userAttrs.rounds} iterations`);
  return comparison ? [...lines, ...comparisonLines(comparison)] : lines;
}

function comparisonLines({
  clients,
  heldOut,
  fixed,
  best,
  difference,
  freshFolds,
  few,
  average
}: StudyComparison): string[] {
  const lines = [
    `out of fold, ${clients} clients (${heldOut} held out, not seen): AUC ${best.auc.toFixed(4)}, cost per client ${best.costPerClient.toFixed(4)}; fixed parameters ${fixed.auc.toFixed(4)}, ${fixed.costPerClient.toFixed(4)}`,
    `best less fixed, on the folds that chose it: AUC ${withInterval(difference.auc)}, cost ${withInterval(difference.cost)}`
  ];
  if (freshFolds)
    lines.push(
      `best less fixed, on fresh folds: AUC ${withInterval(freshFolds.difference.auc)}, cost ${withInterval(freshFolds.difference.cost)}`
    );
  else lines.push("The fixed parameters are the best: the search found nothing better.");
  const both = ({auc, cost}: PairedDifference) => `AUC ${withInterval(auc)}, cost ${withInterval(cost)}`;
  for (const {number, lessFixed} of few)
    if (lessFixed && number !== fixed.trials[0] && number !== best.trials[0])
      lines.push(`trial ${number} less fixed: ${both(lessFixed)}`);
  if (!average) return lines;
  const {trials, auc, costPerClient, lessFixed} = average;
  lines.push(
    `mean of trials ${trials.join(", ")}: AUC ${auc.toFixed(4)}, cost ${costPerClient.toFixed(4)}; less the best: ${both(average.difference)}`
  );
  if (lessFixed) lines.push(`the mean less fixed: ${both(lessFixed)}`);
  if (freshFolds?.average)
    lines.push(`the mean less fixed, on fresh folds: ${both(freshFolds.average.difference)}`);
  return lines;
}

const short = (value: unknown) => (typeof value === "number" ? Number(value.toPrecision(4)) : value);
