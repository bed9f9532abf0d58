import type {LiveScore} from "../../core/live/batch.ts";
import type {Decision} from "../../core/schema/score.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";

/** Which rows the desk shows: an empty list of decisions lets all through, as does an empty start of an id. */
export interface DeskFilter {
  decisions: readonly Decision[];
  /** Within so many points of the cut-off; null for all. */
  near: number | null;
  /** First digits of a client's id. */
  client: string;
}

export const NO_DESK_FILTER: DeskFilter = {decisions: [], near: null, client: ""};
/** Points that count as near the cut-off. */
export const NEAR = 10;
const DECISIONS = ["approve", "refer", "decline"] as const satisfies readonly Decision[];

/** Keeps the scores that pass a filter, in their order; the list itself when there is none. */
export function filterDesk(
  scores: readonly LiveScore[],
  {decisions, near, client}: DeskFilter
): readonly LiveScore[] {
  if (decisions.length === 0 && near === null && client === "") return scores;
  return scores.filter(
    ({score}) =>
      (decisions.length === 0 || decisions.includes(score.decision)) &&
      (near === null || Math.abs(score.score - score.cutoff.score) <= near) &&
      String(score.clientId).startsWith(client)
  );
}

/** Makes the fields of the filter. */
export function deskFilter(lang: Lang): Input<DeskFilter> {
  const boxes = DECISIONS.map((decision) => {
    const box = html`<input type="checkbox" value=${decision}>` as HTMLInputElement;
    return {
      decision,
      box,
      element: html`<label class="chip">${box}<span>${t(lang, `decision.${decision}`)}</span></label>`
    };
  });
  const near = html`<input type="checkbox">` as HTMLInputElement;
  const client = html`<input inputmode="numeric" size="8" placeholder="100002">` as HTMLInputElement;
  const take = () =>
    made.change({
      decisions: boxes.filter(({box}) => box.checked).map(({decision}) => decision),
      near: near.checked ? NEAR : null,
      client: client.value.trim()
    });
  const element = html`<div class="controls desk-filter" role="group" aria-label=${t(lang, "live.filter")}>
    <span class="chips">${boxes.map((one) => one.element)}
      <label class="chip">${near}<span>${t(lang, "live.filter.near", {n: NEAR})}</span></label></span>
    <label>${t(lang, "live.filter.client")} ${client}</label>
  </div>`;
  for (const field of [...boxes.map(({box}) => box), near, client]) field.addEventListener("input", take);
  const made = asInput<DeskFilter>(element, NO_DESK_FILTER, (filter) => {
    for (const {decision, box} of boxes) box.checked = filter.decisions.includes(decision);
    near.checked = filter.near !== null;
    if (client.value.trim() !== filter.client) client.value = filter.client;
  });
  return made.element;
}
