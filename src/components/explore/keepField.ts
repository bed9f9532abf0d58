import type {Profile} from "../../core/explore/profile.ts";
import {groupLabel} from "../../core/words/categories.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {EVERYBODY, type Keep} from "./keep.ts";

/** Draws what to keep of a column: bounds of a number, or words. */
export function keepField(lang: Lang, profile: Profile): Input<Keep> {
  const form =
    html`<form class="controls keep" aria-label=${t(lang, "explore.keep")} onsubmit=${(event: Event) => event.preventDefault()}></form>` as HTMLFormElement;
  if (profile.kind === "number")
    form.append(
      ...(["from", "to"] as const).map(
        (end) =>
          html`<label>${t(lang, `filters.${end}`)} <input type="number" step="any" name=${end}></label>`
      )
    );
  else
    form.append(
      html`<div class="chips">${profile.words.map((word) => html`<label class="chip"><input type="checkbox" name="word" value=${word}><span>${groupLabel(lang, word)}</span></label>`)}</div>`
    );
  const {element, change} = asInput<Keep>(form, EVERYBODY, () => {});
  form.addEventListener("change", () => {
    const data = new FormData(form);
    const bound = (name: string) => (data.get(name) ? Number(data.get(name)) : null);
    change({words: data.getAll("word").map(String), from: bound("from"), to: bound("to")});
  });
  return element;
}
