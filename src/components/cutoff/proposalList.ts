import type {PolicyProposal} from "../../core/schema/policy.ts";
import {dataTable} from "../charts/dataTable.ts";
import {html} from "../dom.ts";
import {formatDay, formatNumber, formatTime} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {basePath} from "../shell/base.ts";
import {limitsOf} from "./policyFeed.ts";

/** Writes limits in words: "600 points", or with the band that is referred. */
export function limitsText(lang: Lang, limits: Pick<PolicyProposal, "cutoff" | "refer">): string {
  const {cutoff, referBand} = limitsOf(limits);
  const score = formatNumber(lang, cutoff, 1);
  return referBand > 0
    ? t(lang, "cutoff.limits.band", {score, band: formatNumber(lang, referBand, 1)})
    : t(lang, "value.points", {n: score});
}

const when = (lang: Lang, iso: string): string => `${formatDay(lang, iso)}, ${formatTime(lang, iso)}`;

/** Leads to a proposal as the server tells it, its places in the chain among it. */
const recordLink = (lang: Lang, id: number): HTMLElement =>
  html`<a href=${`${basePath}/v1/policy/proposals/${id}`}>${t(lang, "cutoff.record", {id})}</a>`;

/** A proposal that waits; `showFor` tells it who looks. */
export type OpenProposal = HTMLElement & {showFor(name: string): void};

/** Draws a proposal that waits for a second person: who, when, why, and what a second person may do about it. */
export function openProposal(
  lang: Lang,
  proposal: PolicyProposal,
  {
    mayPropose,
    settle
  }: {
    mayPropose: boolean;
    settle: (id: number, verdict: "approve" | "reject", note: string) => Promise<boolean>;
  }
): OpenProposal {
  const {id, at, by, note} = proposal;
  const limits = limitsText(lang, proposal);
  const said = html`<input maxlength="2000">` as HTMLInputElement;
  const approve =
    html`<button type="button" class="primary">${t(lang, "cutoff.approve", {limits})}</button>` as HTMLButtonElement;
  const reject = html`<button type="button">${t(lang, "cutoff.reject")}</button>` as HTMLButtonElement;
  const obstacle = html`<span class="muted"></span>`;
  let name = "";
  let isSending = false;
  const draw = () => {
    const why =
      name === "" ? t(lang, "cutoff.settle.name") : name === by.name ? t(lang, "cutoff.settle.own") : "";
    approve.disabled = isSending || why !== "";
    reject.disabled = isSending || name === "";
    obstacle.textContent = why;
  };
  const act = async (verdict: "approve" | "reject") => {
    isSending = true;
    draw();
    isSending = await settle(id, verdict, said.value.trim());
    draw();
  };
  approve.addEventListener("click", () => void act("approve"));
  reject.addEventListener("click", () => void act("reject"));
  const actions = html`<div class="stack">
    <label>${t(lang, "cutoff.settle.note")} ${said}</label>
    <p class="cutoff-buttons">${approve} ${reject} ${obstacle}</p>
  </div>`;
  const element = html`<article class="panel" id=${`proposal-${id}`}>
    <p><b>${limits}</b> · ${t(lang, "cutoff.by", {name: by.name, when: when(lang, at)})} · ${recordLink(lang, id)}</p>
    <p>${note}</p>
    ${mayPropose ? actions : null}
  </article>`;
  return Object.assign(element, {
    showFor(next: string) {
      name = next;
      draw();
    }
  });
}

/** Lists what was proposed and what became of it. */
export function proposalHistory(lang: Lang, history: readonly PolicyProposal[]): HTMLElement | string {
  const settled = history.filter(({status}) => status !== "open");
  if (settled.length === 0) return "";
  return html`<section><h3>${t(lang, "cutoff.history")}</h3>${dataTable(
    settled,
    [
      {label: t(lang, "cutoff.history.what"), cell: (one) => limitsText(lang, one)},
      {label: t(lang, "cutoff.history.by"), cell: ({by, at}) => `${by.name}, ${when(lang, at)}`},
      {label: t(lang, "cutoff.reason"), cell: ({note}) => note},
      {
        label: t(lang, "cutoff.history.became"),
        cell: ({status, settled: end}) =>
          status === "open" || !end
            ? ""
            : t(lang, `cutoff.status.${status}`, {name: end.by.name, when: when(lang, end.at)}) +
              (end.note ? ` (${end.note})` : "")
      },
      {label: t(lang, "cutoff.history.record"), cell: ({id}) => recordLink(lang, id)}
    ],
    {caption: t(lang, "cutoff.history")}
  )}</section>`;
}
