import {
  OVERRIDE_REASON_CODES,
  OVERRIDE_REASONS,
  type OverrideReason,
  REASON_WITH_NOTE
} from "../../core/credit/overrides.ts";
import type {CaseChange} from "../../core/schema/case.ts";
import {MAX_NOTE} from "../../core/schema/decision.ts";
import type {Decision, Score} from "../../core/schema/score.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {roleText} from "../shell/roleText.ts";
import {type CasePart, type CaseView, CHANGES, mayChange, reveal} from "./parts.ts";

const DECISIONS = ["approve", "refer", "decline"] as const satisfies readonly Decision[];

/** What the model says of the client as the records have it. */
export type Judged = Pick<Score, "decision" | "score" | "cutoff">;
/** The form of a decision, which is told when the model says something else. */
export type DecidePart = CasePart & {judge(next: Judged): void};

/** What somebody decides, as a case takes it. */
export type Decide = NonNullable<CaseChange["decide"]>;

/**
 * Draws the form that a decision is made with. A decision against the model's approval or decline asks for a reason of
 * the taxonomy; what was typed stays until the server has recorded it. It follows another model and another cut-off by
 * `judge`, and says what the model would say of what is tried.
 * @param decide records a decision; false when it was refused or not answered
 */
export function decidePart(
  lang: Lang,
  atFirst: Judged,
  decide: (decision: Decide) => Promise<boolean>
): DecidePart {
  let judged = atFirst;
  const choice = (one: Decision) =>
    html`<label class="chip"><input type="radio" name="decision" value=${one} required onchange=${showReason}><span>${t(lang, `decision.${one}`)}</span></label>`;
  const reason =
    html`<select onchange=${showReason}><option value="">${t(lang, "case.decide.choose")}</option>${OVERRIDE_REASON_CODES.map(
      (code) => html`<option value=${code}>${OVERRIDE_REASONS[code][lang]}</option>`
    )}</select>` as HTMLSelectElement;
  const why = html`<input type="text" maxlength=${MAX_NOTE} autocomplete="off">` as HTMLInputElement;
  const note = html`<textarea rows="2" maxlength=${MAX_NOTE}></textarea>` as HTMLTextAreaElement;
  const whyLabel = html`<span></span>`;
  const overriding = html`<div class="stack" hidden><label>${t(lang, "case.decide.reason")} ${reason}</label><label>${whyLabel} ${why}</label></div>`;
  const go = html`<button class="primary"></button>` as HTMLButtonElement;
  const offline = html`<p class="muted">${t(lang, "case.decide.offline")}</p>`;
  const fields = html`<fieldset class="plain"><legend class="visually-hidden">${t(lang, "case.decide.yours")}</legend><div class="chips" role="radiogroup" aria-label=${t(lang, "case.decide.yours")}>${DECISIONS.map(choice)}</div></fieldset>`;
  const form =
    html`<form class="stack decide" onsubmit=${send}>${fields}${overriding}<label>${t(lang, "case.decide.note")} ${note}</label><div>${go}</div>${offline}</form>` as HTMLFormElement;
  let isSending = false;
  let isLive = false;

  const chosen = () =>
    form.querySelector<HTMLInputElement>("input[name=decision]:checked")?.value as Decision | undefined;
  const isOverride = () => {
    const decision = chosen();
    return decision !== undefined && judged.decision !== "refer" && decision !== judged.decision;
  };
  function showReason() {
    const against = isOverride();
    reveal(overriding, against);
    reason.required = against;
    why.required = against && reason.value === REASON_WITH_NOTE;
    whyLabel.textContent = t(lang, why.required ? "case.decide.why.required" : "case.decide.why");
    go.textContent = t(lang, against ? "case.decide.override" : "case.decide.go");
    go.disabled = isSending || !isLive;
    reveal(offline, !isLive);
  }
  async function send(event: Event) {
    event.preventDefault();
    const override = isOverride() && {
      override: {reason: reason.value as OverrideReason, note: why.value.trim()}
    };
    isSending = true;
    showReason();
    const isRecorded = await decide({decision: chosen()!, ...override, note: note.value.trim()});
    isSending = false;
    if (isRecorded) form.reset();
    showReason();
  }

  const role = html`<p class="muted">${t(lang, "case.decide.forRole", {needed: roleText(lang, CHANGES)})}</p>`;
  const said = html`<p aria-live="polite"></p>`;
  const say = () => {
    const {decision, score, cutoff} = judged;
    const words = t(lang, "case.decide.model", {
      decision: t(lang, `decision.${decision}`),
      score: formatNumber(lang, score),
      cutoff: formatNumber(lang, cutoff.score)
    });
    said.textContent = decision === "refer" ? `${words} ${t(lang, "case.decide.refer")}` : words;
    showReason();
  };
  say();
  const tried = html`<span></span>`;
  const onFile = html`<p class="hint">${t(lang, "case.decide.onFile")} ${tried}</p>`;
  const element = html`<div>${said}${onFile}${form}${role}</div>`;
  return {
    element,
    show(view: CaseView) {
      const may = mayChange(view);
      isLive = view.connection === "live";
      reveal(role, !may);
      const mayNow = may && view.state?.status === "open";
      reveal(onFile, mayNow && view.edits.length > 0);
      reveal(form, mayNow);
      const after = view.result?.after;
      tried.textContent = after
        ? t(lang, "case.decide.tried", {
            decision: t(lang, `decision.${after.decision}`),
            score: formatNumber(lang, after.score)
          })
        : "";
      showReason();
    },
    judge(next) {
      judged = next;
      say();
    }
  };
}
