import {html} from "../dom.ts";
import {type Lang, type TextKey, t} from "../i18n.ts";
import {fetchProvenance} from "./provenance.ts";

/** Draws a page: its heading, one sentence that says what it is for, and its content. */
export function page(lang: Lang, title: TextKey, lead: TextKey, ...content: unknown[]): HTMLElement {
  void fetchProvenance(lang);
  keepQueryInLanguageLink();
  return html`<div>
    <h1>${t(lang, title)}</h1>
    <p class="lead">${t(lang, lead)}</p>
    ${content}
  </div>`;
}

/** Makes the link to the other language lead to the same client and the same selection. */
function keepQueryInLanguageLink(): void {
  const link = document.querySelector<HTMLAnchorElement>("#observablehq-header a.language");
  link?.addEventListener("click", () => {
    link.search = location.search;
  });
}
