import type {Swap} from "../../core/portfolio/limitOutcomes.ts";
import {dataTable} from "../charts/dataTable.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** Draws who changes sides, or says that nobody does. */
export function swapTable(lang: Lang, swaps: readonly Swap[]): HTMLElement {
  if (swaps.length === 0) return html`<p class="muted">${t(lang, "cutoff.swap.none")}</p>`;
  const percent = (share: number) => formatPercent(lang, share);
  return dataTable(
    swaps,
    [
      {label: t(lang, "cutoff.swap.from"), cell: ({from}) => decisionBadge(lang, from)},
      {label: t(lang, "cutoff.swap.to"), cell: ({to}) => decisionBadge(lang, to)},
      {label: t(lang, "column.clients"), cell: ({clients}) => formatNumber(lang, clients), isNumber: true},
      {label: t(lang, "outcome.default"), cell: ({bads}) => formatNumber(lang, bads), isNumber: true},
      {
        label: t(lang, "cutoff.badRate"),
        cell: ({badRate}) => (badRate === null ? "–" : percent(badRate)),
        isNumber: true
      },
      {
        label: t(lang, "column.interval"),
        cell: ({interval}) => (interval ? interval.map(percent).join("–") : "–"),
        isNumber: true
      }
    ],
    {caption: t(lang, "cutoff.swap.caption")}
  );
}
