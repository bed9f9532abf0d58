import {foldedTable, panelFoot} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {openAsNotebook} from "../../notebook/openAsNotebook.ts";
import {type Compared, causeSteps, type Span, type Step} from "./causeSteps.ts";

/** What stands below the bars, and follows what is tried. */
export type CausesFoot = HTMLElement & {show(compared: Compared): void};

/** Draws what stands below the bars of the causes: how to read them, all causes as a table, and the notebook cell. */
export function causesFoot(lang: Lang, compared: Compared): CausesFoot {
  let shown = compared;
  const hint = html`<p class="hint"></p>`;
  const table = foldedTable(lang, () => causesTable(lang, shown));
  const cell = openAsNotebook(lang, `causeWaterfall(await explain(${compared.before.clientId}))`);
  const draw = () => {
    const {basePoints, score} = shown.after;
    hint.textContent = t(lang, "causes.hint", {
      base: formatNumber(lang, basePoints, 1),
      score: formatNumber(lang, score)
    });
    table.redraw();
  };
  draw();
  return Object.assign(html`<div>${hint}${panelFoot(table, cell)}</div>`, {
    show(next: Compared) {
      if (next.after === shown.after) return;
      shown = next;
      draw();
    }
  });
}

function causesTable(lang: Lang, compared: Compared): HTMLElement {
  const {before, after} = compared;
  const steps = causeSteps(compared, before.causes.length);
  const labelOf = ({kind, label}: Step) =>
    label?.[lang] ?? t(lang, kind === "base" ? "waterfall.base" : "waterfall.score");
  const points = ({points}: Span) => formatPoints(lang, points, 1);
  const was = {label: t(lang, "causes.before"), cell: ({was}: Step) => points(was), isNumber: true};
  return dataTable(
    steps,
    [
      {label: t(lang, "column.cause"), cell: labelOf},
      {label: t(lang, "column.points"), cell: ({now}) => points(now), isNumber: true},
      ...(before === after ? [] : [was]),
      {label: t(lang, "column.sum"), cell: ({now}) => formatNumber(lang, now.end, 1), isNumber: true}
    ],
    {caption: t(lang, "client.waterfall")}
  );
}
