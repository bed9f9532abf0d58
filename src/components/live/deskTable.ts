import type {LiveScore} from "../../core/protocol.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent, formatPoints, formatTime} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";
import {emptyState} from "../shell/states.ts";
import {TABLE_SIZE} from "./desk.ts";

/** A table that shows the scores it is given, newest first; rows that stay are not drawn again. */
export type DeskTable = HTMLElement & {show(latest: readonly LiveScore[]): void};

const REASONS = 3;

/** Draws the table of the newest scores, or says that none has come yet. */
export function deskTable(lang: Lang): DeskTable {
  const rows = new Map<LiveScore, HTMLElement>();
  const body = html`<tbody></tbody>`;
  const table = html`<div class="table-scroll desk-table" tabindex="0" role="region" aria-label=${t(lang, "live.latest")}>
    <table>
      <caption class="visually-hidden">${t(lang, "live.latest")}</caption>
      <thead><tr>
        <th scope="col">${t(lang, "column.time")}</th>
        <th scope="col">${t(lang, "column.client")}</th>
        <th scope="col" class="number">${t(lang, "column.score")}</th>
        <th scope="col">${t(lang, "column.decision")}</th>
        <th scope="col" class="number">${t(lang, "column.pd")}</th>
        <th scope="col">${t(lang, "column.reasons")}</th>
      </tr></thead>
      ${body}
    </table>
  </div>`;
  const empty = emptyState(t(lang, "live.empty"), t(lang, "live.empty.text"));
  table.hidden = true;
  return Object.assign(html`<div>${empty}${table}</div>`, {
    show(latest: readonly LiveScore[]) {
      empty.hidden = latest.length > 0;
      table.hidden = latest.length === 0;
      const wanted = new Set(latest);
      for (const [score, row] of rows)
        if (!wanted.has(score)) {
          row.remove();
          rows.delete(score);
        }
      for (const score of latest.slice(0, TABLE_SIZE).toReversed())
        if (!rows.has(score)) {
          const row = deskRow(lang, score);
          rows.set(score, row);
          body.prepend(row);
        }
    }
  });
}

function deskRow(lang: Lang, {score, origin, top}: LiveScore): HTMLElement {
  const {clientId} = score;
  const reasons = top
    .slice(0, REASONS)
    .map(
      ({label, points}) =>
        html`<span class=${`reason ${points < 0 ? "down" : "up"}`} title=${label[lang]}><b>${formatPoints(lang, points)}</b> ${label[lang]}</span>`
    );
  return html`<tr>
    <td class="muted">${formatTime(lang, score.computedAt)}</td>
    <td class="nowrap"><a href=${`${pathIn(lang, "/client")}?id=${clientId}`}>${clientId}</a>${origin === "demo" ? html` <span class="tag">${t(lang, "live.demo.tag")}</span>` : ""}</td>
    <td class="number"><b>${formatNumber(lang, score.score)}</b></td>
    <td>${decisionBadge(lang, score.decision)}</td>
    <td class="number">${formatPercent(lang, score.probabilityOfDefault)}</td>
    <td class="reasons">${reasons}</td>
  </tr>`;
}
