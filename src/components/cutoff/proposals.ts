import {includesRole} from "../../core/access/roles.ts";
import type {PointLimits} from "../../core/portfolio/limitOutcomes.ts";
import type {PolicyProposal} from "../../core/schema/policy.ts";
import {postJson} from "../api.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {errorState} from "../shell/states.ts";
import {limitsOf, type PolicyNow} from "./policyFeed.ts";
import {proposalForm} from "./proposalForm.ts";
import {limitsText, openProposal, proposalHistory} from "./proposalList.ts";
import {type YourName, yourName} from "./yourName.ts";

/** The part of the page where two people change the cut-off. It is drawn once and shows what it is given. */
export type Proposals = HTMLElement & {show(now: PolicyNow): void; choose(limits: PointLimits): void};

/** Draws what is in force, what waits for a second person, the form that proposes, and what was proposed before. */
export function proposals(lang: Lang, {asker}: PolicyNow): Proposals {
  let now: PolicyNow;
  const mayPropose = includesRole(asker.role, "officer");
  const failed = html`<div></div>`;
  const act = async (path: string, body: object) => {
    try {
      failed.replaceChildren();
      await postJson<PolicyProposal>(path, {...body, by: name.by()});
      return true;
    } catch (error) {
      failed.replaceChildren(errorState(lang, error));
      return false;
    }
  };
  const name: YourName = yourName(lang, asker, () => show(now));
  const form = proposalForm(lang, ({cutoff, referBand}, note) =>
    act("/v1/policy/proposals", {cutoff, referBand, note})
  );
  const settle = (id: number, verdict: "approve" | "reject", note: string) =>
    act(`/v1/policy/proposals/${id}/${verdict}`, note ? {note} : {});
  const inForce = html`<p></p>`;
  const waiting = html`<div class="flow"></div>`;
  const before = html`<div></div>`;
  const drawn = new Map<number, ReturnType<typeof openProposal>>();

  function show(next: PolicyNow) {
    now = next;
    const {policy, history} = next;
    inForce.replaceChildren(inForceText(lang, next));
    for (const [id, one] of drawn)
      if (!policy.open.some((open) => open.id === id)) {
        one.remove();
        drawn.delete(id);
      }
    for (const proposal of policy.open.toReversed()) {
      const one = drawn.get(proposal.id) ?? openProposal(lang, proposal, {mayPropose, settle});
      one.showFor(name.name());
      if (!drawn.has(proposal.id)) waiting.prepend(one);
      drawn.set(proposal.id, one);
    }
    none.hidden = policy.open.length > 0;
    form.show({now: limitsOf(policy), name: name.name()});
    before.replaceChildren(proposalHistory(lang, history));
  }

  const none = html`<p class="muted">${t(lang, "cutoff.open.none")}</p>`;
  const element = html`<div class="flow">
    ${inForce}
    ${mayPropose ? html`<div class="panel">${name}${form}</div>` : html`<p class="notice">${t(lang, "cutoff.role")}</p>`}
    ${failed}
    <h3>${t(lang, "cutoff.open.title")}</h3>
    ${none}${waiting}
    ${before}
  </div>`;
  return Object.assign(element, {show, choose: form.choose});
}

function inForceText(lang: Lang, {policy}: PolicyNow): string {
  const {version, proposal} = policy;
  const limits = limitsText(lang, policy);
  if (!proposal?.settled) return t(lang, "cutoff.inForce.configured", {limits});
  return t(lang, "cutoff.inForce.approved", {
    limits,
    by: proposal.by.name,
    second: proposal.settled.by.name,
    record: formatNumber(lang, version)
  });
}
