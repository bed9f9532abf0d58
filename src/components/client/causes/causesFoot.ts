import {foldedTable, panelFoot} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {openAsNotebook} from "../../notebook/openAsNotebook.ts";
import {type Compared, causeSteps, type Span} from "./causeSteps.ts";

/** Draws what stands below the bars of the causes: how to read them, all causes as a table, and the notebook cell. */
export function causesFoot(lang: Lang, compared: Compared): HTMLElement {
  const {before, after} = compared;
  const isTried = before !== after;
  const steps = causeSteps(compared, before.causes.length);
  const labelOf = ({kind, label}: (typeof steps)[number]) =>
    label?.[lang] ?? t(lang, kind === "base" ? "waterfall.base" : "waterfall.score");
  const points = ({points}: Span) => formatPoints(lang, points, 1);
  const table = () =>
    dataTable(
      steps,
      [
        {label: t(lang, "column.cause"), cell: labelOf},
        {label: t(lang, "column.points"), cell: ({now}) => points(now), isNumber: true},
        ...(isTried
          ? [
              {
                label: t(lang, "causes.before"),
                cell: ({was}: (typeof steps)[number]) => points(was),
                isNumber: true
              }
            ]
          : []),
        {label: t(lang, "column.sum"), cell: ({now}) => formatNumber(lang, now.end, 1), isNumber: true}
      ],
      {caption: t(lang, "client.waterfall")}
    );
  const hint = t(lang, "causes.hint", {
    base: formatNumber(lang, after.basePoints, 1),
    score: formatNumber(lang, after.score)
  });
  return html`<div><p class="hint">${hint}</p>${panelFoot(
    foldedTable(lang, table),
    openAsNotebook(lang, `causeWaterfall(await explain(${before.clientId}))`)
  )}</div>`;
}
