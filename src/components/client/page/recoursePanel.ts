import {postJson} from "../../api.ts";
import {decisionBadge} from "../../decisionBadge.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {whenReady} from "../../shell/states.ts";
import type {Dossier} from "../clientInput.ts";
import type {WhatIfInput} from "../whatIf/whatIfInput.ts";
import {addEdits, NO_EDITS, type RowEdit, withoutSame} from "../whatIf/whatIfState.ts";
import {actionTexts, type Recourse, type RecourseOption} from "./recourse.ts";
import {recourseMissed} from "./recourseMissed.ts";

/** Offers to look for what would change the decision; an option becomes the what-if with one click. */
export function recoursePanel(
  lang: Lang,
  {explanation: {decision, clientId}, records}: Dossier,
  tried: WhatIfInput
): HTMLElement {
  if (decision === "approve") return html`<p class="muted">${t(lang, "recourse.approved")}</p>`;
  const place = html`<div></div>`;
  const look = () =>
    place.replaceChildren(
      whenReady(lang, async () =>
        answer(lang, await postJson<Recourse>(`/v1/clients/${clientId}/recourse`, {}), (rows) =>
          tried.tryOut(() => withoutSame(addEdits(NO_EDITS, {rows}), records.tables))
        )
      )
    );
  return html`<div><button type="button" class="primary recourse-look" onclick=${look}>${t(lang, "recourse.look")}</button>${place}</div>`;
}

function answer(lang: Lang, found: Recourse, tryOut: (rows: RowEdit[]) => Promise<void>): HTMLElement {
  const {options, goal} = found;
  if (options.length === 0) return recourseMissed(lang, found);
  const card = (option: RecourseOption, i: number) =>
    html`<li class="recourse-option">
      <ul>${actionTexts(lang, option.actions).map((text) => html`<li>${text}</li>`)}</ul>
      <p>${t(lang, "recourse.leads", {score: formatNumber(lang, option.score), pd: formatPercent(lang, option.probabilityOfDefault)})} ${decisionBadge(lang, option.decision)}</p>
      <button type="button" aria-label=${t(lang, "recourse.try.of", {n: i + 1})} onclick=${() => void tryOut(option.actions.flatMap(({edits}) => edits))}>${t(lang, "recourse.try")}</button>
    </li>`;
  return html`<div>
    <p class="hint">${t(lang, "recourse.hint", {goal: formatNumber(lang, goal)})}</p>
    <ol class="recourse">${options.map(card)}</ol>
  </div>`;
}
