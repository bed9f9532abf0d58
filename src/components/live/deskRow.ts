import type {LiveScore} from "../../core/live/batch.ts";
import {decisionBadge} from "../decisionBadge.ts";
import {html} from "../dom.ts";
import {formatNumber, formatPercent, formatPoints, formatTime} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {pathIn} from "../shell/frame.ts";

/** A row of the desk that can show another score in its place. */
export interface DeskRow {
  element: HTMLElement;
  show(score: LiveScore, place: number): void;
}

const REASONS = 3;

/** Makes a row; what decides and why stand first, so that a narrow screen shows them. */
export function deskRow(lang: Lang): DeskRow {
  const link = html`<a></a>` as HTMLAnchorElement;
  const tag = html`<span class="tag">${t(lang, "live.demo.tag")}</span>`;
  const badges = {
    approve: decisionBadge(lang, "approve"),
    refer: decisionBadge(lang, "refer"),
    decline: decisionBadge(lang, "decline")
  };
  const decided = html`<span></span>`;
  const score = html`<b></b>`;
  const reasons = Array.from({length: REASONS}, () => {
    const points = html`<b></b>`;
    const label = html`<span></span>`;
    return {points, label, element: html`<span class="reason">${points} ${label}</span>`};
  });
  const unexplained = html`<span>${t(lang, "live.unexplained")}</span>`;
  const pd = html`<td class="number"></td>`;
  const time = html`<td class="muted nowrap"></td>`;
  const element = html`<tr>
    <td class="nowrap">${decided}<span class="who">${link} ${tag}</span></td>
    <td class="number">${score}</td>
    <td class="reasons">${reasons.map((one) => one.element)}${unexplained}</td>
    ${pd}${time}
  </tr>`;
  let shown: LiveScore | null = null;
  return {
    element,
    show(next, place) {
      if (next === shown) return;
      shown = next;
      const {clientId, computedAt, decision, probabilityOfDefault} = next.score;
      element.setAttribute("aria-rowindex", String(place + 2));
      link.href = `${pathIn(lang, "/client")}?id=${clientId}`;
      link.textContent = String(clientId);
      tag.hidden = next.origin !== "demo";
      if (decided.firstChild !== badges[decision]) decided.replaceChildren(badges[decision]);
      score.textContent = formatNumber(lang, next.score.score);
      pd.textContent = formatPercent(lang, probabilityOfDefault);
      time.textContent = formatTime(lang, computedAt);
      unexplained.hidden = next.top.length > 0;
      reasons.forEach(({points, label, element: reason}, k) => {
        const one = next.top[k];
        reason.hidden = !one;
        if (!one) return;
        reason.className = `reason ${one.points < 0 ? "down" : "up"}`;
        reason.title = one.label[lang];
        points.textContent = formatPoints(lang, one.points);
        label.textContent = one.label[lang];
      });
    }
  };
}
