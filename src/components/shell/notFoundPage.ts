import {html} from "../dom.ts";
import {t} from "../i18n.ts";
import {languageOf, pageHeader, pathIn} from "./frame.ts";

/** Draws the page of an address that leads nowhere, in the language of that address. */
export function notFoundPage(): HTMLElement {
  const lang = languageOf(location.pathname);
  document.documentElement.lang = lang;
  const header = document.querySelector("#observablehq-header");
  if (header) header.innerHTML = pageHeader(lang, pathIn(lang, "/404"));
  return html`<div class="state">
    <h1>${t(lang, "notFound.title")}</h1>
    <p>${t(lang, "notFound.text")}</p>
    <p><a class="button" href=${pathIn(lang, "/")}>${t(lang, "notFound.link")}</a></p>
  </div>`;
}
