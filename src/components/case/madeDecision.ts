import {OVERRIDE_REASONS, type OverrideReason} from "../../core/credit/overrides.ts";
import {type DecisionSummary, MAX_NOTE} from "../../core/schema/decision.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {whenReady} from "../shell/states.ts";
import {auditRecord} from "./auditRecord.ts";
import {fetchDecision} from "./caseApi.ts";
import {type CasePart, type CaseView, formatWhen, mayChange, reveal} from "./parts.ts";

export type Settle = (id: number, verdict: "confirm" | "refuse", note: string) => Promise<boolean>;

/** Draws the decision that was made, its record to be opened and checked, and what a second person says to it. */
export function madeDecision(lang: Lang, settle: Settle): CasePart {
  const none = html`<p class="muted">${t(lang, "case.decided.none")}</p>`;
  const made = html`<div></div>`;
  const second = secondPerson(lang, settle);
  let shown = "";
  return {
    element: html`<div class="made">${none}${made}${second.element}</div>`,
    show(view) {
      const decision = view.state?.decision ?? null;
      reveal(none, decision === null);
      second.show(view);
      const key = decision ? `${decision.id} ${decision.status}` : "";
      if (key === shown) return;
      shown = key;
      const load = async () => decisionFacts(lang, await fetchDecision(decision!.id));
      made.replaceChildren(...(decision ? [whenReady(lang, load)] : []));
    }
  };
}

/** Says who decided what, why, and whether it counts; the records of the chain open below. */
function decisionFacts(lang: Lang, made: DecisionSummary): HTMLElement {
  const {id, by, at, decision, override, note, second, status} = made;
  const said = {name: by.name, decision: t(lang, `decision.${decision}`), time: formatWhen(lang, at)};
  const settled = second && {name: second.by.name, time: formatWhen(lang, second.at)};
  const reason = override && OVERRIDE_REASONS[override.reason as OverrideReason]?.[lang];
  const counts =
    status === "final" && override ? "case.decided.final.override" : (`case.decided.${status}` as const);
  const parts = [
    html`<p><b>${t(lang, "case.decided", said)}</b></p>`,
    override && html`<p>${t(lang, "case.decided.reason", {reason: reason ?? override.reason})}</p>`,
    override?.note && html`<p class="quoted">${override.note}</p>`,
    note && html`<p class="quoted">${note}</p>`,
    html`<p>${t(lang, counts, settled ?? {})}</p>`,
    second?.note && html`<p class="quoted">${second.note}</p>`
  ];
  return html`<div>${parts}${auditRecord(lang, id)}${second ? auditRecord(lang, second.id, "audit.second") : null}</div>`;
}

/** Asks a second person whether a decision counts. Whoever made it is told that somebody else has to say so. */
function secondPerson(lang: Lang, settle: Settle): CasePart {
  const note = html`<input type="text" maxlength=${MAX_NOTE} autocomplete="off">` as HTMLInputElement;
  const own = html`<p class="muted">${t(lang, "case.second.own")}</p>`;
  let id = 0;
  const say = (verdict: "confirm" | "refuse") => async () => {
    for (const button of buttons) button.disabled = true;
    if (await settle(id, verdict, note.value.trim())) note.value = "";
    for (const button of buttons) button.disabled = false;
  };
  const button = (verdict: "confirm" | "refuse") =>
    html`<button type="button" class=${verdict === "confirm" ? "primary" : ""} onclick=${say(verdict)}>${t(lang, `case.second.${verdict}`)}</button>` as HTMLButtonElement;
  const buttons = [button("confirm"), button("refuse")];
  const form = html`<div class="stack"><label>${t(lang, "case.second.note")} ${note}</label><div class="controls">${buttons}</div></div>`;
  const element = html`<div class="second"><h4>${t(lang, "case.second")}</h4>${own}${form}</div>`;
  return {
    element,
    show(view: CaseView) {
      const decision = view.state?.decision;
      const awaits = view.state?.status === "awaiting" && decision?.status === "awaiting";
      reveal(element, awaits === true);
      if (!awaits) return;
      id = decision!.id;
      const isOwn = decision!.by === view.me;
      reveal(own, isOwn);
      reveal(form, !isOwn && mayChange(view));
    }
  };
}
