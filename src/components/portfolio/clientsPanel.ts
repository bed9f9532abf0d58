import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";
import {type ClientOrder, clientListData} from "./clientList.ts";
import type {PanelParts} from "./panelParts.ts";

const LIST_LENGTH = 25;

/** Lists the clients of the selection, each with the way to its page. */
export function clientsPanel({lang, portfolio, selected}: PanelParts): HTMLElement {
  const place = html`<div class="nowrap"></div>`;
  const show = (order: ClientOrder) => {
    const rows = clientListData(portfolio, selected, order, LIST_LENGTH);
    place.replaceChildren(
      dataTable(
        rows,
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
            cell: ({age}) => formatNumber(lang, Math.floor(age)),
            isNumber: true
          },
          {
            label: t(lang, "column.outcome"),
            cell: ({target}) =>
              t(lang, target < 0 ? "outcome.unknown" : target === 1 ? "outcome.default" : "outcome.repaid")
          }
        ],
        {caption: t(lang, "portfolio.clients")}
      )
    );
  };
  const order = html`<select onchange=${(event: Event) => show((event.target as HTMLSelectElement).value as ClientOrder)}>
    ${(["lowest", "highest", "id"] as const).map((value) => html`<option value=${value}>${t(lang, `order.${value}`)}</option>`)}
  </select>`;
  show("lowest");
  return html`<section class="panel">
    <h2>${t(lang, "portfolio.clients")}</h2>
    <p class="hint">${t(lang, "portfolio.clients.hint", {n: Math.min(LIST_LENGTH, selected.length), all: formatNumber(lang, selected.length)})}
      <label class="inline">${t(lang, "order.label")} ${order}</label></p>
    ${place}
  </section>`;
}
