import {html} from "../../dom.ts";
import {formatNumber, formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {whenReady} from "../../shell/states.ts";
import type {Bilingual, RowRef} from "../clientApi.ts";
import type {HistoryView} from "../history/historyPanel.ts";
import type {WhatIfAnswer} from "../whatIf/askWhatIf.ts";
import type {WhatIfInput} from "../whatIf/whatIfInput.ts";
import {NO_EDITS, removeRow} from "../whatIf/whatIfState.ts";
import type {Opened} from "./opened.ts";

/** What a row is opened with. */
export interface RowDesk {
  lang: Lang;
  history: HistoryView;
  tried: WhatIfInput;
  /** Opens a cause or a feature of the score. */
  open(opened: Opened): void;
}

/** A feature that would be another without a row. */
export interface MovedFeature {
  name: string;
  cause: string;
  label: Bilingual;
  /** What the score would get of the feature, less what it gets now. */
  points: number;
}

/** Features shown of those that a row moves. */
const MOST = 8;

/** Lists the features that differ without a row, those whose points move most first. */
export function movedFeatures({before, after, changed}: WhatIfAnswer): MovedFeature[] {
  const pointsAfter = new Map(after.features.map(({name, points}) => [name, points]));
  const names = new Set(changed.map(({name}) => name));
  return before.features
    .filter(({name}) => names.has(name))
    .map(({name, cause, label, points}) => ({name, cause, label, points: pointsAfter.get(name)! - points}))
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}

/**
 * Draws a raw row with what it does: the score without it, and the features that would be others, each of which leads
 * back to the bars. The row is marked among the raw records. The application, which cannot be left out, leads to its enquiries.
 */
export function openedRow(desk: RowDesk, {table, index}: RowRef): HTMLElement {
  const {lang, history, tried} = desk;
  const place = {table, index, isNew: false};
  const leaveOut = () => void tried.tryOut((edits) => removeRow(edits, place));
  const effect = async () => {
    const answer = await tried.ask(removeRow(NO_EDITS, place));
    const difference = answer.after.score - answer.before.score;
    return html`<div>
      <p>${t(lang, "timeline.without", {score: formatNumber(lang, answer.after.score), points: formatPoints(lang, difference)})} <button type="button" onclick=${leaveOut}>${t(lang, "timeline.leaveOut")}</button></p>
      ${features(desk, movedFeatures(answer))}
    </div>`;
  };
  const enquiries = () =>
    html`<p><button type="button" class="link" onclick=${() => desk.open({cause: "credit_enquiries", feature: null})}>${t(lang, "timeline.enquiries.open")}</button></p>`;
  const row = async () => {
    await history.highlight([{table, index}]);
    return table === "application" ? enquiries() : await history.excerpt(table, [index]);
  };
  return html`<div>
    ${whenReady(lang, row)}
    ${table === "application" ? "" : whenReady(lang, effect)}
  </div>`;
}

function features({lang, open}: RowDesk, moved: readonly MovedFeature[]): HTMLElement {
  if (moved.length === 0) return html`<p>${t(lang, "timeline.features.none")}</p>`;
  const shown = moved.slice(0, MOST);
  return html`<div>
    <p><b>${t(lang, "timeline.features", {n: formatNumber(lang, moved.length)})}</b></p>
    <ul class="moved">${shown.map(
      ({name, cause, label, points}) =>
        html`<li><button type="button" class="link" onclick=${() => open({cause, feature: name})}>${label[lang]}</button> <span class=${points < 0 ? "down" : points > 0 ? "up" : ""}>${formatPoints(lang, points, 1)}</span></li>`
    )}</ul>
  </div>`;
}
