import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {readName, saveName} from "../notebook/store.ts";
import type {Asker} from "./policyFeed.ts";

/** Who a change is made by: the name of who has signed in, or what is typed where nobody signs in. */
export type YourName = HTMLElement & {
  /** What to send as `by`; undefined for who has signed in. */
  by(): string | undefined;
  /** The name that it is kept under; "" while none was given. */
  name(): string;
};

/** Draws who acts: a sentence for who has signed in, else a field and a word on what such a name is worth. */
export function yourName(lang: Lang, {isOpen, name}: Asker, onChange: () => void): YourName {
  if (!isOpen)
    return Object.assign(html`<p class="muted">${t(lang, "cutoff.you", {name})}</p>`, {
      by: () => undefined,
      name: () => name
    });
  const field =
    html`<input class="your-name" autocomplete="name" maxlength="60" value=${readName()}>` as HTMLInputElement;
  field.addEventListener("input", () => {
    saveName(field.value.trim());
    onChange();
  });
  const named = () => field.value.trim();
  return Object.assign(
    html`<div class="stack"><label>${t(lang, "notebook.you")} ${field}</label>
      <p class="hint">${t(lang, "cutoff.open")}</p></div>`,
    {by: () => named() || undefined, name: named}
  );
}
