import {html} from "../dom.ts";
import {formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {emptyState} from "../shell/states.ts";

/** How large a table is, from its dataset. */
export interface TableSize {
  rows: number;
  clients: number;
  allClients: number;
  labelledClients: number;
  bads: number;
  /** Clients whom the pictures are about. */
  picturedClients: number;
  pictures: object | null;
}

/** Computes the bad rate of all clients whose outcome is known, 0–1. */
export const badRateOf = ({bads, labelledClients}: Pick<TableSize, "bads" | "labelledClients">): number =>
  labelledClients ? bads / labelledClients : 0;

/** Draws rows, clients and their share in three numbers, or says that the data set lacks the table. */
export function tableFacts(lang: Lang, size: TableSize): HTMLElement {
  if (!size.pictures) return emptyState(t(lang, "tables.none"), t(lang, "tables.none.text"));
  const tile = (label: string, value: string, note = "") =>
    html`<div><dt>${label}</dt><dd>${value}</dd>${note && html`<dd class="sub">${note}</dd>`}</div>`;
  const isSample = size.picturedClients < size.allClients;
  const drawn = {
    size: formatNumber(lang, size.picturedClients),
    population: formatNumber(lang, size.allClients)
  };
  return html`<div><dl class="tiles">
    ${tile(t(lang, "tables.rows"), formatNumber(lang, size.rows), t(lang, "tables.perClient", {n: formatNumber(lang, size.rows / Math.max(1, size.clients), 1)}))}
    ${tile(t(lang, "tables.clients"), formatNumber(lang, size.clients), t(lang, "tables.ofAll", {share: formatPercent(lang, size.clients / Math.max(1, size.allClients))}))}
    ${tile(t(lang, "tables.badRate"), formatPercent(lang, badRateOf(size)), t(lang, "tables.badRate.note", {n: formatNumber(lang, size.labelledClients)}))}
  </dl>${isSample ? html`<p class="muted" id="sample">${t(lang, "tables.sampleNote", drawn)}</p>` : ""}</div>`;
}
