import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {Desk} from "./desk.ts";

/** Draws what has come so far in five numbers. */
export function deskTiles(lang: Lang, {received, dropped, decisions, viewers}: Desk): HTMLElement {
  const tile = (id: string, label: string, value: number, note = "") =>
    html`<div><dt>${label}</dt><dd id=${id}>${formatNumber(lang, value)}</dd>${note && html`<dd class="sub">${note}</dd>`}</div>`;
  return html`<dl class="tiles">
    ${tile("received", t(lang, "live.received"), received, dropped ? t(lang, "live.dropped", {n: formatNumber(lang, dropped)}) : "")}
    ${tile("approved", t(lang, "live.approved"), decisions.approve)}
    ${tile("referred", t(lang, "live.referred"), decisions.refer)}
    ${tile("declined", t(lang, "live.declined"), decisions.decline)}
    ${tile("viewers", t(lang, "live.viewers"), viewers)}
  </dl>`;
}
