import type {Explored, ExplorePoint} from "../../core/explore/explored.ts";
import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {explorePlot, SERIES} from "./explorePlot.ts";
import {groupText} from "./groupText.ts";
import {measureText} from "./measureText.ts";

/** Draws what is explored in its panel, with its numbers as a table and the cell that it writes. */
export function explorePanel(
  lang: Lang,
  explored: Explored,
  {title, cell}: {title: string; cell: string}
): HTMLElement {
  const {x, colour, facet, points} = explored;
  const write = (value: number) => measureText(lang, explored, value);
  const legend =
    colour &&
    html`<span>${colour.map(
      (group, at) =>
        html`<span class=${`key series-${at}`}>${SERIES[at % SERIES.length]!.sign}</span> ${groupText(lang, group)} `
    )}</span>`;
  const cut = (label: string, text: (point: ExplorePoint) => string) => ({label, cell: text});
  return chartPanel({
    lang,
    title,
    hint: legend,
    draw: (width) => explorePlot(explored, {width, lang, title}),
    cell,
    table: () =>
      dataTable(
        points,
        [
          ...(facet ? [cut(t(lang, "explore.facet"), (point) => groupText(lang, facet[point.facet]!))] : []),
          ...(colour
            ? [cut(t(lang, "explore.colour"), (point) => groupText(lang, colour[point.colour]!))]
            : []),
          cut("x", (point) => groupText(lang, x[point.x]!)),
          {label: t(lang, "column.clients"), cell: ({n}) => formatNumber(lang, n), isNumber: true},
          {label: t(lang, "column.value"), cell: ({value}) => write(value), isNumber: true},
          {
            label: t(lang, "column.interval"),
            cell: ({interval}) => interval?.map(write).join(" – ") ?? "–",
            isNumber: true
          }
        ],
        {caption: title}
      )
  });
}
