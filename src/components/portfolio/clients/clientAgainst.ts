import {amongAllCell} from "../../charts/amongAllCell.ts";
import {panelFoot} from "../../charts/chartPanel.ts";
import {dataTable} from "../../charts/dataTable.ts";
import {responsive} from "../../charts/responsive.ts";
import {scoreScaleData} from "../../charts/scoreScale.ts";
import {scoreScalePlot} from "../../charts/scoreScalePlot.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {openAsNotebook} from "../../notebook/openAsNotebook.ts";
import {pathIn} from "../../shell/frame.ts";
import {segmentLabel} from "../segments/segmentLabel.ts";
import type {Comparison} from "./comparison.ts";

/** Draws a client against a selection: the probability to repay of the one, of the mean of the many and of all. */
export function clientAgainst(
  lang: Lang,
  {clientId, good, score, segments, selection, all, cutoff}: Comparison
): HTMLElement {
  const percent = (share: number | null) => (share === null ? "–" : formatPercent(lang, share));
  const tile = (label: unknown, value: number | null, note: string) =>
    html`<div><dt>${label}</dt><dd>${percent(value)}</dd><dd class="sub">${note}</dd></div>`;
  const points = (value: number) => t(lang, "value.points", {n: formatNumber(lang, value)});
  const scale = scoreScaleData({
    cutoff,
    extent: [all.low, all.high],
    groupMean: all.meanScore,
    client: score,
    ...(selection && {selection: {mean: selection.meanScore, low: selection.low, high: selection.high}})
  });
  const link = html`<a href=${`${pathIn(lang, "/client")}?id=${clientId}`}>${t(lang, "column.client")} ${clientId}</a>`;
  return html`<div>
    <dl class="tiles">
      ${tile(link, good, points(score))}
      ${tile(t(lang, "compare.selection"), selection && 1 - selection.meanPd, selection ? points(selection.meanScore) : "")}
      ${tile(t(lang, "compare.all"), 1 - all.meanPd, points(all.meanScore))}
    </dl>
    ${responsive((width) => scoreScalePlot(scale, {width, lang}))}
    ${panelFoot(openAsNotebook(lang, amongAllCell(clientId)))}
    ${dataTable(
      segments,
      [
        {label: t(lang, "compare.variable"), cell: ({variable}) => t(lang, `segment.${variable}`)},
        {
          label: t(lang, "compare.client"),
          cell: ({variable, name}) => segmentLabel(lang, variable, name, {one: true})
        },
        {
          label: t(lang, "compare.shareOfSelection"),
          cell: ({shareOfSelection}) => percent(shareOfSelection),
          isNumber: true
        },
        {label: t(lang, "column.shareOfAll"), cell: ({shareOfAll}) => percent(shareOfAll), isNumber: true},
        {label: t(lang, "compare.badRate"), cell: ({badRate}) => percent(badRate), isNumber: true}
      ],
      {caption: t(lang, "compare.shares")}
    )}
  </div>`;
}
