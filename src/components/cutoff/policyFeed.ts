import {type Caller, includesRole} from "../../core/access/roles.ts";
import type {PointLimits} from "../../core/portfolio/limitOutcomes.ts";
import type {PolicyAnswer, PolicyProposal} from "../../core/schema/policy.ts";
import {getJson} from "../api.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {policyText} from "../policyText.ts";
import {errorState, loadingState} from "../shell/states.ts";
import {connectPolicy} from "./policySocket.ts";

/** Who asks; `isOpen` where nobody signs in. */
export type Asker = Caller & {isOpen: boolean};

/** What holds and what is proposed, as the server says it now. */
export interface PolicyNow {
  policy: PolicyAnswer;
  asker: Asker;
  /** Newest first, settled or not; empty for who may not read them. */
  history: PolicyProposal[];
}

const HISTORY = 20;

/**
 * Makes an input whose value is the policy: fetched, and fetched anew when the server says that it has changed or that
 * something was proposed. A change of what is in force is said in words.
 */
export function policyFeed(lang: Lang, invalidation: Promise<void>): HTMLElement & {value?: PolicyNow} {
  const place = html`<div>${loadingState(lang)}</div>`;
  const told = html`<p class="notice" role="status" hidden></p>`;
  const away = html`<p class="notice" role="status" hidden>${t(lang, "cutoff.away")}</p>`;
  const element: HTMLElement & {value?: PolicyNow} = html`<div class="fetched">${told}${away}${place}</div>`;
  let asked = 0;
  const load = async () => {
    const mine = ++asked;
    try {
      const value = await fetchPolicy();
      if (mine !== asked) return;
      element.value = value;
      place.replaceChildren();
      element.dispatchEvent(new Event("input", {bubbles: true}));
    } catch (error) {
      if (mine === asked && !element.value) place.replaceChildren(errorState(lang, error, load));
    }
  };
  const close = connectPolicy({
    onConnect() {
      away.hidden = true;
      void load();
    },
    onDisconnect() {
      away.hidden = false;
    },
    onProposal: () => void load(),
    onChange(fact) {
      told.textContent = policyText(lang, fact);
      told.hidden = false;
      void load();
    }
  });
  void load();
  void invalidation.then(close);
  return element;
}

async function fetchPolicy(): Promise<PolicyNow> {
  const [policy, asker] = await Promise.all([
    getJson<PolicyAnswer>("/v1/policy"),
    getJson<Asker>("/v1/session")
  ]);
  const {proposals} = includesRole(asker.role, "analyst")
    ? await getJson<{proposals: PolicyProposal[]}>(`/v1/policy/history?limit=${HISTORY}`)
    : {proposals: []};
  return {policy, asker, history: proposals};
}

/** Reads limits in points, as the sliders have them. */
export const limitsOf = ({cutoff, refer}: Pick<PolicyAnswer, "cutoff" | "refer">): PointLimits => ({
  cutoff: cutoff.score,
  referBand: refer ? Math.round((refer.score - cutoff.score) * 100) / 100 : 0
});
