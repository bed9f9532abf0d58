import type {ChoiceStep} from "../../src/core/schema/featureChoice.ts";
import type {RanChoice} from "./run.ts";

const signed = (value: number, digits: number) =>
  `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
const withInterval = ({value, interval}: ChoiceStep["auc"], digits: number) =>
  `${signed(value, digits)} (95 %: ${interval.map((end) => signed(end, digits)).join(" to ")})`;

/** Sums a choice up in lines for the terminal. */
export function choiceSummary({choice, file, isTold}: RanChoice): string[] {
  const {clients, heldOut, repeats, folds, noise, all, steps, confirmed, leftOut} = choice;
  const lines = [
    `${clients} clients (${heldOut} held out, not seen) × ${all} features, ${repeats} × ${folds} folds; by folds and seeds alone the AUC varies by ${noise.auc.toFixed(4)}, the cost per 1,000 by ${noise.cost.toFixed(1)}`,
    ...steps.map(
      ({level, groups, weakest, removed, auc, cost, aucNoise, kept}) =>
        `without ${removed} features (${weakest ? `the least important ${level}` : `${groups.length} by ${level}, not told from noise`}): AUC ${withInterval(auc, 4)}, noise ${aucNoise.toFixed(4)}; cost per 1,000 ${withInterval(cost, 1)}; ${kept ? "left out" : "they stay"}`
    )
  ];
  if (confirmed)
    lines.push(
      `on fresh folds: AUC ${withInterval(confirmed.auc, 4)}; cost per 1,000 ${withInterval(confirmed.cost, 1)}`
    );
  lines.push(leftOut.length > 0 ? `${leftOut.length} features are left out` : "all features stay", file);
  if (isTold) lines.push("the model's manifest and cards tell it");
  return lines;
}
