import {html} from "../dom.ts";
import {type Lang, type TextKey, t} from "../i18n.ts";
import {whenReady} from "../shell/states.ts";
import {fetchHead, fetchRecord} from "./caseApi.ts";
import {type ChainRecord, type Check, canVerify, verifyRecord} from "./verifyRecord.ts";

/** Draws a record of the chain, folded; opened, it is fetched with its neighbours and checked in this browser. */
export function auditRecord(lang: Lang, seq: number, title: TextKey = "audit.open"): HTMLElement {
  const place = html`<div></div>`;
  const details =
    html`<details class="audit"><summary>${t(lang, title, {seq})}</summary>${place}</details>` as HTMLDetailsElement;
  const open = () => place.replaceChildren(whenReady(lang, () => checkedRecord(lang, seq, open)));
  details.addEventListener("toggle", () => details.open && place.childElementCount === 0 && open());
  return details;
}

/** Fetches a record and those beside it, checks them, and draws what was found. @throws ApiError */
async function checkedRecord(lang: Lang, seq: number, again: () => void): Promise<HTMLElement> {
  const head = await fetchHead();
  const [record, before, after] = await Promise.all([
    fetchRecord(seq),
    seq > 1 ? fetchRecord(seq - 1) : null,
    seq < head.seq ? fetchRecord(seq + 1) : null
  ]);
  const checks = canVerify() ? await verifyRecord(record, before, after) : null;
  return html`<div>
    ${checks ? checkList(lang, checks) : html`<p class="notice">${t(lang, "audit.cannot")}</p>`}
    ${checks && !after ? html`<p class="muted">${t(lang, "audit.newest")}</p>` : null}
    <p class="hint">${t(lang, "audit.hint")}</p>
    <button type="button" onclick=${again}>${t(lang, "audit.again")}</button>
    ${recordText(lang, record)}
  </div>`;
}

/** Draws checks with what was stated and what was computed, under the sentence that sums them up. */
export function checkList(lang: Lang, checks: readonly Check[]): HTMLElement {
  const isWhole = checks.every(({holds}) => holds);
  const hash = (label: string, text: string) =>
    html`<div><dt>${label}</dt><dd><code>${text}</code></dd></div>`;
  const items = checks.map((check) => {
    const {holds, stated, computed} = check;
    return html`<li class=${holds ? "" : "failed"}>${t(lang, "case.tried.label", {label: checkText(lang, check)})} <b class=${holds ? "up" : "down"}>${holds ? "✓" : "✕"} ${t(lang, holds ? "audit.holds" : "audit.fails")}</b>
      <dl>${hash(t(lang, "audit.stated"), stated)}${hash(t(lang, "audit.computed"), computed)}</dl></li>`;
  });
  return html`<div><p role="status" class=${`verified ${isWhole ? "whole" : "broken"}`}>${isWhole ? "✓" : "✕"} ${t(lang, isWhole ? "audit.whole" : "audit.broken")}</p><ul class="checks">${items}</ul></div>`;
}

function checkText(lang: Lang, {what, seq}: Check): string {
  if (what === "previous" && seq === 0) return t(lang, "audit.previous.none");
  return t(lang, `audit.${what}`, {seq});
}

const recordText = (lang: Lang, record: ChainRecord): HTMLElement =>
  html`<details><summary>${t(lang, "audit.record")}</summary><pre class="record" tabindex="0">${JSON.stringify(record, null, 2)}</pre></details>`;
