import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {emptyState} from "../../shell/states.ts";
import {actionTexts, type Recourse} from "./recourse.ts";

/** The kinds of actions that are searched, as they are told. */
const KINDS = ["change_request", "settle_loan", "pay_down_card", "complete_file"] as const;

/** Words how near the search came to its goal. */
export function nearestText(lang: Lang, {goal, nearest}: Pick<Recourse, "goal" | "nearest">): string {
  const values = {goal: formatNumber(lang, goal), score: formatNumber(lang, nearest?.score ?? 0)};
  return t(lang, nearest ? "recourse.nearest" : "recourse.nearest.none", values);
}

/** Words which actions of each kind there were to choose from, and how far they could go. */
export function searchedTexts(
  lang: Lang,
  {bounds, searched}: Pick<Recourse, "bounds" | "searched">
): string[] {
  const values = {
    least: formatPercent(lang, bounds.leastAmount, 0),
    longer: formatPercent(lang, bounds.longestTerm - 1, 0),
    loans: formatNumber(lang, bounds.settledLoans)
  };
  return KINDS.map((kind) => {
    const n = searched[kind] ?? 0;
    const count = n === 0 ? t(lang, "recourse.searched.none") : t(lang, "recourse.searched.n", {n});
    return `${t(lang, `recourse.searched.${kind}`, values)} ${count}`;
  });
}

/** Draws that nothing was found: the goal, what came nearest, and within which bounds was searched. */
export function recourseMissed(lang: Lang, found: Recourse): HTMLElement {
  const {message, nearest, bounds} = found;
  const state = emptyState(message?.[lang] ?? t(lang, "recourse.none"), nearestText(lang, found));
  if (nearest)
    state.append(
      html`<ul class="recourse-nearest">${actionTexts(lang, nearest.actions).map((text) => html`<li>${text}</li>`)}</ul>`
    );
  state.append(html`<details class="recourse-bounds">
    <summary>${t(lang, "recourse.searched")}</summary>
    <ul>${searchedTexts(lang, found).map((text) => html`<li>${text}</li>`)}</ul>
    <p>${t(lang, "recourse.searched.most", {n: bounds.mostActions})}</p>
  </details>`);
  return state;
}
