import type {PointLimits} from "../../core/portfolio/limitOutcomes.ts";
import {html, uniqueId} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

export type ProposalForm = HTMLElement & {
  choose(limits: PointLimits): void;
  show(facts: {now: PointLimits; name: string}): void;
};

/** Draws the form that proposes the limits that are chosen above, with a reason; it says why it cannot be sent. */
export function proposalForm(
  lang: Lang,
  propose: (limits: PointLimits, note: string) => Promise<boolean>
): ProposalForm {
  let chosen: PointLimits | null = null;
  let facts: {now: PointLimits; name: string} | null = null;
  let isSending = false;
  const id = uniqueId("why-not");
  const reason = html`<textarea rows="2" maxlength="2000" required></textarea>` as HTMLTextAreaElement;
  const button = html`<button class="primary" aria-describedby=${id}></button>` as HTMLButtonElement;
  const obstacle = html`<span id=${id} class="muted"></span>`;
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!chosen || isSending) return;
    const given = reason.value;
    isSending = true;
    draw();
    // What is written meanwhile is the reason of another.
    if ((await propose(chosen, given.trim())) && reason.value === given) reason.value = "";
    isSending = false;
    draw();
  };
  const draw = () => {
    if (!chosen || !facts) return;
    const {cutoff, referBand} = chosen;
    button.textContent = t(lang, referBand > 0 ? "cutoff.propose.band" : "cutoff.propose", {
      score: formatNumber(lang, cutoff),
      band: formatNumber(lang, referBand)
    });
    const why =
      cutoff === facts.now.cutoff && referBand === facts.now.referBand
        ? t(lang, "cutoff.propose.same")
        : facts.name === ""
          ? t(lang, "cutoff.propose.name")
          : reason.value.trim() === ""
            ? t(lang, "cutoff.propose.reason")
            : "";
    button.disabled = isSending || why !== "";
    obstacle.textContent = why;
  };
  reason.addEventListener("input", draw);
  const element = html`<form class="stack" onsubmit=${submit}>
    <label>${t(lang, "cutoff.reason")} ${reason}</label>
    <p class="cutoff-buttons">${button} ${obstacle}</p>
  </form>`;
  return Object.assign(element, {
    choose(limits: PointLimits) {
      chosen = limits;
      draw();
    },
    show(next: {now: PointLimits; name: string}) {
      facts = next;
      draw();
    }
  });
}
