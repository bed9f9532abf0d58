import {html} from "../dom.ts";
import {formatDay} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {type Letter, letterData} from "./letter.ts";
import type {Report} from "./loadReport.ts";

/** Draws the letter to the customer: the decision and its reasons in words, without a figure of the lender's own; what the law may forbid as a ground is marked above it. */
export function customerLetter(lang: Lang, {explanation, decision, madeAt, model}: Report): HTMLElement {
  const letter = letterData(explanation, decision);
  const personal = letter.reasons.flatMap(({label, isPersonal}) => (isPersonal ? [label[lang]] : []));
  const line = (key: "letter.lender" | "letter.customer" | "letter.signature") =>
    html`<p class="blank"><span>${t(lang, key)}</span></p>`;
  return html`<div>
    ${letter.isFinal ? null : html`<p class="notice screen-only" role="status">${t(lang, "letter.draft")}</p>`}
    ${personal.length > 0 ? html`<p class="notice screen-only" role="status">${t(lang, "letter.personal", {causes: personal.join(", ")})}</p>` : null}
    <article class="paper letter">
      ${letter.isFinal ? null : html`<p class="draft">${t(lang, "letter.draft.mark")}</p>`}
      ${line("letter.lender")}${line("letter.customer")}
      <p class="letter-date">${formatDay(lang, madeAt)}</p>
      <h2>${t(lang, "letter.subject", {client: explanation.clientId})}</h2>
      <p>${t(lang, "letter.greeting")}</p>
      <p>${t(lang, `letter.${letter.decision}`)}</p>
      ${why(lang, letter, model.served.data.dataAsOf)}
      <p>${t(lang, "letter.rights")}</p>
      <p>${t(lang, "letter.closing")}</p>
      ${line("letter.signature")}
    </article>
  </div>`;
}

function why(lang: Lang, {reasons, override, decision}: Letter, asOf: string): HTMLElement | null {
  if (decision !== "decline") return null;
  if (override) return html`<p>${t(lang, `letter.override.${override}`)}</p>`;
  if (reasons.length === 0) return html`<p>${t(lang, "letter.override.other")}</p>`;
  return html`<div><p>${t(lang, "letter.reasons")}</p><ul>${reasons.map(
    ({label, fact}) => html`<li><b>${label[lang]}</b><br>${fact[lang]}</li>`
  )}</ul><p>${t(lang, "letter.days", {day: formatDay(lang, asOf)})}</p></div>`;
}
