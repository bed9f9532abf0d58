import type {PromotionAnswer} from "../../../core/schema/models.ts";
import {postJson} from "../../api.ts";
import {yourName} from "../../cutoff/yourName.ts";
import {html, uniqueId} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import {errorState} from "../../shell/states.ts";
import type {Shelf} from "./shelf.ts";

/** Draws the form that makes the chosen model the served one, with a reason; it says why it cannot be sent. */
export function promotionForm(
  lang: Lang,
  asker: Shelf["asker"],
  onPromoted: (promotion: PromotionAnswer) => void
): HTMLElement & {choose(name: string): void} {
  const id = uniqueId("why-not");
  let chosen = "";
  const reason = html`<textarea rows="2" maxlength="2000" required></textarea>` as HTMLTextAreaElement;
  const button = html`<button class="primary" aria-describedby=${id}></button>` as HTMLButtonElement;
  const obstacle = html`<span id=${id} class="muted"></span>`;
  const failed = html`<div></div>`;
  const draw = () => {
    button.textContent = t(lang, "models.promote", {name: chosen});
    const isNamed = name.name() !== "";
    const missing = isNamed ? (reason.value.trim() ? "" : "reason") : "name";
    button.disabled = missing !== "";
    obstacle.textContent = missing === "" ? "" : t(lang, `cutoff.propose.${missing as "name" | "reason"}`);
  };
  const name = yourName(lang, asker, draw);
  reason.addEventListener("input", draw);
  const submit = async (event: Event) => {
    event.preventDefault();
    button.disabled = true;
    failed.replaceChildren();
    try {
      const body = {note: reason.value.trim(), by: name.by()};
      onPromoted(await postJson(`/v1/models/${encodeURIComponent(chosen)}/promote`, body));
    } catch (error) {
      failed.replaceChildren(errorState(lang, error));
      draw();
    }
  };
  const element = html`<form class="stack" onsubmit=${submit}>
    <p>${t(lang, "models.promote.about")}</p>
    ${name}
    <label>${t(lang, "cutoff.reason")} ${reason}</label>
    <p class="cutoff-buttons">${button} ${obstacle}</p>
    ${failed}
  </form>`;
  return Object.assign(element, {
    choose(name: string) {
      chosen = name;
      draw();
    }
  });
}
