import {postJson} from "../../api.ts";
import {decisionBadge} from "../../decisionBadge.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {whenReady} from "../../shell/states.ts";
import type {Dossier} from "../clientInput.ts";
import type {WhatIfAnswer} from "../whatIf/askWhatIf.ts";
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
        answer(lang, await postJson<Recourse>(`/v1/clients/${clientId}/recourse`, {}), async (rows) => {
          await tried.tryOut(() => withoutSame(addEdits(NO_EDITS, {rows}), records.tables));
          return tried.answer.value;
        })
      )
    );
  return html`<div><button type="button" class="primary recourse-look" onclick=${look}>${t(lang, "recourse.look")}</button>${place}</div>`;
}

function answer(
  lang: Lang,
  found: Recourse,
  tryOut: (rows: RowEdit[]) => Promise<WhatIfAnswer>
): HTMLElement {
  const {options, goal} = found;
  if (options.length === 0) return recourseMissed(lang, found);
  /** Tries an option, and says beside its button what that leads to, since the verdict is out of sight. */
  const tryHere = async (option: RecourseOption, place: HTMLElement) => {
    const {before, after} = await tryOut(option.actions.flatMap(({edits}) => edits));
    const values = {before: formatNumber(lang, before.score), after: formatNumber(lang, after.score)};
    for (const other of cards.querySelectorAll(".recourse-tried")) other.replaceChildren();
    place.replaceChildren(html`${t(lang, "recourse.tried", values)} ${decisionBadge(lang, after.decision)}`);
    place.scrollIntoView({block: "nearest"});
  };
  const card = (option: RecourseOption, i: number) => {
    const told = html`<p class="recourse-tried" role="status"></p>`;
    return html`<li class="recourse-option">
      <ul>${actionTexts(lang, option.actions).map((text) => html`<li>${text}</li>`)}</ul>
      <p>${t(lang, "recourse.leads", {score: formatNumber(lang, option.score), pd: formatPercent(lang, option.probabilityOfDefault)})} ${decisionBadge(lang, option.decision)}</p>
      <button type="button" aria-label=${t(lang, "recourse.try.of", {n: i + 1})} onclick=${() => void tryHere(option, told)}>${t(lang, "recourse.try")}</button>
      ${told}
    </li>`;
  };
  const cards = html`<ol class="recourse">${options.map(card)}</ol>`;
  return html`<div>
    <p class="hint">${t(lang, "recourse.hint", {goal: formatNumber(lang, goal)})}</p>
    ${cards}
  </div>`;
}
