import {html} from "../dom.ts";
import {type Lang, type TextKey, t} from "../i18n.ts";

/** Draws a page: its heading, one sentence that says what it is for, and its content. */
export function page(lang: Lang, title: TextKey, lead: TextKey, ...content: unknown[]): HTMLElement {
  return html`<div>
    <h1>${t(lang, title)}</h1>
    <p class="lead">${t(lang, lead)}</p>
    ${content}
  </div>`;
}
