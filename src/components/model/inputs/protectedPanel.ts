import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import type {ServedModel} from "../servedModel.ts";
import {effectSentence} from "./effectSentence.ts";

type Listed = ServedModel["protected"]["used"][number];

/** Says which features that tell something protected were left out, what that cost, and which may weigh. */
export function protectedPanel(lang: Lang, {protected: {leftOut, used, effect}}: ServedModel): HTMLElement {
  return html`<section class="panel" id="protected">
    <p>${
      leftOut.length > 0
        ? t(lang, "model.leftOut", {n: leftOut.length, traits: traits(lang, leftOut)})
        : t(lang, "model.leftOut.none")
    }</p>
    ${effect && html`<p>${effectSentence(lang, effect)}</p>`}
    ${leftOut.length > 0 ? list(lang, leftOut) : null}
    ${used.length > 0 ? html`<p>${t(lang, "model.used", {n: used.length, traits: traits(lang, used)})}</p>` : null}
    ${used.length > 0 ? list(lang, used) : null}
  </section>`;
}

const traits = (lang: Lang, features: readonly Listed[]): string =>
  [...new Set(features.map(({trait}) => trait))].map((trait) => t(lang, `trait.${trait}`)).join(", ");

const list = (lang: Lang, features: readonly Listed[]): HTMLElement =>
  html`<ul class="plain-list">${features.map(
    ({label, direction}) =>
      html`<li>${label[lang]}${direction ? html` <span class="muted">(${t(lang, `model.direction.${direction}`)})</span>` : ""}</li>`
  )}</ul>`;
