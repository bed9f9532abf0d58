import {html} from "../dom.ts";
import {t} from "../i18n.ts";
import {basePath} from "./base.ts";
import {languageOf, pageHeader, pagePath, pathIn} from "./frame.ts";

/** Draws the page of an address that leads nowhere, in the language of that address. */
export function notFoundPage(): HTMLElement {
  const lang = languageOf(location.pathname.slice(basePath.length));
  document.documentElement.lang = lang;
  const header = document.querySelector("#observablehq-header");
  if (header) header.innerHTML = pageHeader(lang, pagePath(lang, "/404"));
  return html`<div class="state">
    <h1>${t(lang, "notFound.title")}</h1>
    <p>${t(lang, "notFound.text")}</p>
    <p><a class="button" href=${pathIn(lang, "/")}>${t(lang, "notFound.link")}</a></p>
  </div>`;
}
