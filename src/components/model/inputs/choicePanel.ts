import {createCardWriter} from "../../../core/card/cardWriter.ts";
import {noiseSentence, triedLabel, verdictSentence} from "../../../core/card/choice.ts";
import {causeLabel} from "../../../core/credit/causes.ts";
import type {ChoiceLevel, ChoiceStep, ManifestChoice} from "../../../core/schema/featureChoice.ts";
import type {SiteChoice} from "../../../core/schema/siteChoice.ts";
import {chartPanel} from "../../charts/chartPanel.ts";
import {type Column, dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {tableLabel} from "../../features/tableLabel.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {emptyState} from "../../shell/states.ts";
import type {Estimate} from "../estimates.ts";
import {withInterval} from "../withInterval.ts";
import {type ChoiceRow, choiceData, DRAWN_GROUPS} from "./choice.ts";
import {choicePlot} from "./choicePlot.ts";

/** Tells what was tried to leave out, what it changed, and what follows; says how to measure it when nobody has. */
export function choicePanel(lang: Lang, choice: ManifestChoice | undefined): HTMLElement {
  if (!choice) return emptyState(t(lang, "choice.title"), t(lang, "choice.none"));
  const writer = createCardWriter(lang);
  const {steps, confirmed} = choice;
  const rows: TriedRow[] = steps.map((step) => ({
    what: triedLabel(writer, step),
    names: namesOf(lang, step),
    removed: step.removed,
    ...{auc: step.auc, cost: step.cost, aucNoise: step.aucNoise},
    verdict: t(lang, step.kept ? "choice.out" : "choice.stay")
  }));
  if (confirmed)
    rows.push({what: t(lang, "choice.confirmed"), names: "", removed: null, ...confirmed, verdict: ""});
  const estimated = (digits: number, of: (row: TriedRow) => Estimate) => (row: TriedRow) =>
    withInterval(lang, of(row), {digits, isDifference: true});
  const columns: Column<TriedRow>[] = [
    {
      label: t(lang, "choice.tried"),
      cell: ({what, names}) =>
        html`${what}${names ? html`<span class="muted groups-left-out">${names}</span>` : null}`
    },
    {
      label: t(lang, "choice.removed"),
      cell: ({removed}) => (removed === null ? "–" : formatNumber(lang, removed)),
      isNumber: true
    },
    {label: "ΔAUC", cell: estimated(4, ({auc}) => auc), isNumber: true},
    {label: t(lang, "choice.noise"), cell: ({aucNoise}) => formatNumber(lang, aucNoise, 4), isNumber: true},
    {label: t(lang, "choice.cost"), cell: estimated(1, ({cost}) => cost), isNumber: true},
    {label: t(lang, "choice.verdict"), cell: ({verdict}) => verdict}
  ];
  return html`<section class="panel" id="choice">
    <p>${noiseSentence(writer, choice)} ${t(lang, "choice.grown", {rounds: formatNumber(lang, choice.rounds)})}</p>
    ${dataTable(rows, columns, {caption: t(lang, "choice.title")})}
    <p><strong>${verdictSentence(writer, choice)}</strong></p>
  </section>`;
}

interface TriedRow {
  what: string;
  names: string;
  removed: number | null;
  auc: Estimate;
  cost: Estimate;
  aucNoise: number;
  verdict: string;
}

const NAMES: Record<ChoiceLevel, (lang: Lang, name: string) => string> = {
  table: tableLabel,
  cause: (lang, name) => causeLabel(name)[lang],
  feature: (_, name) => name
};
/** So many groups that were left out are named. */
const NAMED = 3;

/** Lists what a step left out by name, up to a handful. */
function namesOf(lang: Lang, {level, groups}: ChoiceStep): string {
  const shown = groups.slice(0, NAMED).map((name) => NAMES[level](lang, name));
  return [...shown, ...(groups.length > shown.length ? ["…"] : [])].join(", ");
}

/** Draws how important the groups of one level are, with all of them as a table; nothing where nobody measured it. */
export function choiceImportancePanel(
  lang: Lang,
  site: SiteChoice | null,
  level: ChoiceLevel
): HTMLElement | "" {
  if (!site) return "";
  const rows = choiceData(lang, site, level);
  const drawn = rows.slice(0, DRAWN_GROUPS);
  const noise = rows.filter(({isNoise}) => isNoise).length;
  const title = t(lang, "choice.importance");
  const columns: Column<ChoiceRow>[] = [
    {label: t(lang, `choice.level.${level}`), cell: ({label}) => label},
    {label: t(lang, "judgement.features"), cell: ({features}) => features, isNumber: true},
    {
      label: t(lang, "choice.loss"),
      cell: ({loss, low, high}) =>
        withInterval(lang, {value: loss, interval: [low, high]}, {digits: 4, isDifference: true}),
      isNumber: true
    },
    {
      label: t(lang, "choice.gainShare"),
      cell: ({gainShare}) => formatPercent(lang, gainShare),
      isNumber: true
    },
    {label: t(lang, "choice.chance"), cell: ({nullP}) => formatPercent(lang, nullP, 0), isNumber: true},
    {
      label: t(lang, "choice.isNoise"),
      cell: ({isNoise}) => t(lang, isNoise ? "choice.noise.yes" : "choice.noise.no")
    }
  ];
  return chartPanel({
    lang,
    title,
    hint: html`${t(lang, "choice.hint", {
      nulls: formatNumber(lang, site.nulls),
      least: formatPercent(lang, 1 / (site.nulls + 1), 0),
      noise: formatNumber(lang, noise),
      all: formatNumber(lang, rows.length)
    })}
      ${rows.length > drawn.length ? t(lang, "choice.drawn", {n: formatNumber(lang, drawn.length)}) : ""}`,
    draw: (width) => choicePlot(drawn, {width, lang}),
    table: () => dataTable(rows, columns, {caption: title}),
    cell: importanceCell(drawn, t(lang, "choice.loss"))
  });
}

/** The rows are in the cell: they are of a study, which the server does not keep. */
function importanceCell(drawn: readonly ChoiceRow[], label: string): string {
  const rows = drawn.map(({label, loss, low, high}) => JSON.stringify({label, loss, low, high}));
  return `const groups = [
  ${rows.join(",\n  ")}
];
// ---
Plot.plot({marginLeft: 220, x: {grid: true, label: ${JSON.stringify(label)}}, y: {label: null}, marks: [
  Plot.ruleX([0]),
  Plot.ruleY(groups, {x1: "low", x2: "high", y: "label"}),
  Plot.dot(groups, {x: "loss", y: "label", fill: "currentColor", tip: true, sort: {y: "-x"}})
]})`;
}
