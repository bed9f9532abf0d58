import type {Comparison, Paired} from "../../src/core/credit/comparison.ts";
import type {ModelSummary} from "../../src/core/schema/models.ts";
import type {ModelRef} from "../../src/core/schema/score.ts";

/** Lists models as a table for the terminal; an asterisk marks the served one. */
export function listLines(models: readonly ModelSummary[]): string[] {
  const head = ["", "model", "version", "model.txt", "made", "AUC (SE)", "labelled", "features"];
  const rows = models.map(({name, problem, version, sha256, createdAt, auc, aucStandardError, ...rest}) => {
    if (problem !== undefined) return ["", name, problem];
    const measured =
      typeof auc === "number" ? `${auc.toFixed(4)} (${(aucStandardError ?? 0).toFixed(4)})` : "not measured";
    const {labelled, features, served} = rest;
    return [
      ...[served ? "*" : "", name, version!, sha256!.slice(0, 12), createdAt!.slice(0, 10), measured],
      ...[typeof labelled === "number" ? String(labelled) : "not known", String(features)]
    ];
  });
  const widths = head.map((title, i) =>
    Math.max(
      title.length,
      ...rows.filter(({length}) => length > 3).map((row) => row[i]!.length),
      i === 0 ? 1 : 0
    )
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === cells.length - 1 ? cell : cell.padEnd(widths[i]!))).join("  ");
  return [head, ...rows].map((cells) => line(cells).trimEnd());
}

/** Tells a comparison in sentences for the terminal. */
export function comparisonLines(
  comparison: Comparison & {champion: ModelRef; challenger: ModelRef; cutoff: number}
): string[] {
  const {champion, challenger, clients, bad, auc, costPer1000, swapSets, cutoff} = comparison;
  const {onlyByChampion, onlyByChallenger, approvedByBoth, declinedByBoth} = swapSets;
  const paired = (name: string, {difference, interval, ...both}: Paired, digits: number) => {
    const shown = (value: number) => value.toFixed(digits);
    const verdict =
      interval[0] > 0 || interval[1] < 0
        ? "the interval excludes 0"
        : "the interval holds 0: no difference is shown";
    return `${name}: ${shown(both.champion)} → ${shown(both.challenger)}, difference ${signed(difference, digits)} (95 %: ${signed(interval[0], digits)} to ${signed(interval[1], digits)}; ${verdict})`;
  };
  const set = ({clients: n, bad: b}: {clients: number; bad: number}) =>
    `${n} clients${n === 0 ? "" : `, bad rate ${((100 * b) / n).toFixed(1)} %`}`;
  return [
    `Champion ${champion.name}, challenger ${challenger.name}: ${clients} labelled clients whom both have held out, ${bad} of them bad; cut-off at probability ${cutoff.toFixed(4)}.`,
    paired("AUC", auc, 4),
    paired("Cost per 1,000", costPer1000, 1),
    `Approved by both: ${set(approvedByBoth)}; by ${champion.name} alone: ${set(onlyByChampion)}; by ${challenger.name} alone: ${set(onlyByChallenger)}; declined by both: ${set(declinedByBoth)}.`
  ];
}

const signed = (value: number, digits: number) =>
  `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
