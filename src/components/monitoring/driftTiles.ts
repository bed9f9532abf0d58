import type {DriftReport} from "../../core/drift/report.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {verdictOf} from "./verdict.ts";

/** Draws the whole report in four numbers. */
export function driftTiles(lang: Lang, {clients, reference, score, summary}: DriftReport): HTMLElement {
  const number = (value: number, digits = 0) => formatNumber(lang, value, digits);
  const tiles = [
    {
      label: t(lang, "drift.clients"),
      value: number(clients),
      note: t(lang, "drift.clients.note", {n: number(reference)})
    },
    {
      label: t(lang, "drift.score"),
      value: number(score.psi, 3),
      note: t(lang, `drift.verdict.${verdictOf(score)}`, {critical: number(score.critical ?? 0, 3)})
    },
    {
      label: t(lang, "drift.large"),
      value: number(summary.large),
      note: t(lang, "drift.large.note", {small: number(summary.small), all: number(summary.columns)})
    },
    {
      label: t(lang, "drift.moved"),
      value: number(summary.discoveries.length),
      note: t(lang, "drift.moved.note", {
        n: number(summary.beyondChance),
        expected: number(summary.expectedByChance)
      })
    }
  ];
  return html`<dl class="tiles">${tiles.map(
    ({label, value, note}) => html`<div><dt>${label}</dt><dd>${value}</dd><dd class="sub">${note}</dd></div>`
  )}</dl>`;
}
