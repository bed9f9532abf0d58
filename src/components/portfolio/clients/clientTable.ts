import {dataTable} from "../../charts/dataTable.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {pathIn} from "../../shell/frame.ts";
import type {ListedClient} from "./clientList.ts";

/** Draws clients as a table, each with the way to its page. */
export function clientTable(lang: Lang, clients: readonly ListedClient[]): HTMLElement {
  const table = dataTable(
    clients,
    [
      {
        label: t(lang, "column.client"),
        cell: ({clientId}) => html`<a href=${`${pathIn(lang, "/client")}?id=${clientId}`}>${clientId}</a>`
      },
      {label: t(lang, "column.score"), cell: ({score}) => formatNumber(lang, score), isNumber: true},
      {
        label: t(lang, "column.pd"),
        cell: ({probabilityOfDefault}) => formatPercent(lang, probabilityOfDefault),
        isNumber: true
      },
      {
        label: t(lang, "segment.age"),
        cell: ({age}) => (Number.isNaN(age) ? "–" : formatNumber(lang, Math.floor(age))),
        isNumber: true
      },
      {
        label: t(lang, "column.outcome"),
        cell: ({target}) =>
          t(lang, target < 0 ? "outcome.unknown" : target === 1 ? "outcome.default" : "outcome.repaid")
      }
    ],
    {caption: t(lang, "portfolio.clients")}
  );
  return html`<div class="nowrap">${table}</div>`;
}
