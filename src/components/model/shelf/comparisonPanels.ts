import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import {type Estimate, type Evaluation, estimateTexts, formatFixed} from "../estimates.ts";
import {withInterval} from "../withInterval.ts";

type Measures = Evaluation["holdout"]["crossValidated"];

/** Lays what the folds tell beside what the hold-out tells. */
export function holdoutPanel(lang: Lang, {holdout: {crossValidated, heldOut, gap}}: Evaluation): HTMLElement {
  const number = (value: number, digits = 0) => formatFixed(lang, value, digits);
  const rows: {name: string; cell: (measures: Measures) => unknown}[] = [
    {name: t(lang, "column.clients"), cell: ({clients}) => number(clients)},
    {name: t(lang, "judgement.bads"), cell: ({bad}) => number(bad)},
    {name: "AUC", cell: ({auc}) => withInterval(lang, auc, {digits: 3})},
    {name: "KS", cell: ({ks}) => number(ks, 3)},
    {name: "Brier", cell: ({brier}) => withInterval(lang, brier, {digits: 4})},
    {name: t(lang, "judgement.cost"), cell: ({costPer1000}) => withInterval(lang, costPer1000)}
  ];
  const of = (measures: Measures | null, label: string) =>
    measures ? [{label, cell: ({cell}: (typeof rows)[number]) => cell(measures), isNumber: true}] : [];
  const columns = [
    {label: t(lang, "judgement.measure"), cell: ({name}: (typeof rows)[number]) => name},
    ...of(crossValidated, t(lang, "judgement.folds")),
    ...of(heldOut, t(lang, "judgement.holdout"))
  ];
  return html`<section class="panel" id="holdout">
    <h3>${t(lang, "judgement.holdout.title")}</h3>
    ${dataTable(rows, columns, {caption: t(lang, "judgement.holdout.title")})}
    <p>${gap ? gapSentence(lang, gap) : t(lang, "judgement.holdout.none")}</p>
  </section>`;
}

function gapSentence(lang: Lang, gap: Estimate): string {
  const [low, high] = gap.interval;
  const verdict = low! > 0 ? "flatters" : high! < 0 ? "modest" : "honest";
  const {value, ...ends} = estimateTexts(lang, gap, {digits: 3, isDifference: true});
  return `${t(lang, "judgement.gap", {gap: value, ...ends})} ${t(lang, `judgement.gap.${verdict}`)}`;
}

/** Compares the model with simpler ones on the same folds, and tells what its declared directions cost. */
export function contendersPanel(lang: Lang, {contenders, monotone}: Evaluation): HTMLElement {
  const difference = (estimate: Estimate | null, digits: number) =>
    estimate ? withInterval(lang, estimate, {digits, isDifference: true}) : "";
  return html`<section class="panel" id="contenders">
    <h3>${t(lang, "judgement.contenders")}</h3>
    ${dataTable(
      contenders,
      [
        {label: t(lang, "judgement.contender"), cell: ({id}) => t(lang, `judgement.contender.${id}`)},
        {
          label: t(lang, "judgement.features"),
          cell: ({features}) => formatFixed(lang, features),
          isNumber: true
        },
        {
          label: "AUC",
          cell: ({measures}) => formatFixed(lang, measures.auc.value, 3),
          isNumber: true
        },
        {
          label: t(lang, "judgement.aucGain"),
          cell: ({aucDifference}) => difference(aucDifference, 3),
          isNumber: true
        },
        {
          label: t(lang, "judgement.cost"),
          cell: ({measures}) => formatFixed(lang, measures.costPer1000.value),
          isNumber: true
        },
        {
          label: t(lang, "judgement.costGain"),
          cell: ({costDifference}) => difference(costDifference, 0),
          isNumber: true
        }
      ],
      {caption: t(lang, "judgement.contenders")}
    )}
    ${monotone.difference ? html`<p>${directionSentence(lang, monotone)}</p>` : null}
  </section>`;
}

function directionSentence(lang: Lang, {declared, used, difference}: Evaluation["monotone"]): string {
  const {value, ...ends} = estimateTexts(lang, difference!, {digits: 4, isDifference: true});
  return t(lang, used ? "judgement.directions.kept" : "judgement.directions.givenUp", {
    n: formatFixed(lang, declared),
    change: value,
    ...ends
  });
}
