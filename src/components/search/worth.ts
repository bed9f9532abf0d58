import type {StudyAnswer} from "../../core/schema/study.ts";
import type {Estimate, StudyComparison} from "../../core/search/studyFiles.ts";
import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

interface WorthRow {
  what: string;
  auc: Estimate;
  cost: Estimate;
}

/** Tells whether nobody can say from these clients which of the two is better. */
export const holdsZero = ({interval: [low, high]}: Estimate): boolean => low <= 0 && high >= 0;

/** Says what the best trial is worth beside the fixed parameters, and whether the interval holds 0. */
export function worthPanel(lang: Lang, {comparison}: StudyAnswer): HTMLElement {
  if (comparison === null) return html`<p class="muted">${t(lang, "search.worth.none")}</p>`;
  const {difference, freshFolds, average, few, fixed, best, objective} =
    comparison as unknown as StudyComparison;
  const judged = freshFolds?.difference ?? difference;
  const deciding = objective === "cost" ? judged.cost : judged.auc;
  const rows: WorthRow[] = [
    {what: t(lang, "search.worth.own"), ...difference},
    ...(freshFolds ? [{what: t(lang, "search.worth.fresh"), ...freshFolds.difference}] : []),
    ...few
      .filter(({number}) => number !== best.trials[0])
      .map(({number, difference}) => ({what: t(lang, "search.worth.other", {number}), ...difference})),
    ...(average
      ? [{what: t(lang, "search.worth.average", {trials: average.trials.join(", ")}), ...average.difference}]
      : []),
    ...few.flatMap(({number, lessFixed}) =>
      lessFixed && number !== best.trials[0] && number !== fixed.trials[0]
        ? [{what: t(lang, "search.worth.otherFixed", {number}), ...lessFixed}]
        : []
    ),
    ...(average?.lessFixed
      ? [
          {
            what: t(lang, "search.worth.averageFixed", {trials: average.trials.join(", ")}),
            ...average.lessFixed
          }
        ]
      : []),
    ...(freshFolds?.average
      ? [{what: t(lang, "search.worth.averageFresh"), ...freshFolds.average.difference}]
      : [])
  ];
  const verdict = holdsZero(deciding)
    ? "search.worth.holds"
    : (objective === "cost") === deciding.value < 0
      ? "search.worth.better"
      : "search.worth.worse";
  const table = dataTable<WorthRow>(
    rows,
    [
      {label: t(lang, "search.worth.what"), cell: ({what}) => what},
      {label: "ΔAUC", cell: ({auc}) => estimateText(lang, auc), isNumber: true},
      {label: t(lang, "search.worth.cost"), cell: ({cost}) => estimateText(lang, cost), isNumber: true}
    ],
    {caption: t(lang, "search.worth")}
  );
  return html`<div><p>${t(lang, verdict)}</p>${table}</div>`;
}

function estimateText(lang: Lang, {value, interval}: Estimate): string {
  const signed = (number: number) => (number > 0 ? "+" : "") + formatNumber(lang, number, 4);
  return `${signed(value)} (${interval.map(signed).join(" … ")})`;
}
