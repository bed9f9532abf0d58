import {categoryLabel} from "../../../core/words/categories.ts";
import {formatSpan, isPlural} from "../../../core/words/quantity.ts";
import {html} from "../../dom.ts";
import {formatMoney, formatNumber, formatPercent} from "../../format.ts";
import {type Lang, type TextKey, t} from "../../i18n.ts";
import type {ClientHistory} from "../clientApi.ts";
import {historyInShort, whoAsksData} from "./whoAsks.ts";

/** Says in a few facts who asks and for what, and in one line what is known of the time before. */
export function whoAsksPanel(lang: Lang, records: Pick<ClientHistory, "tables">): HTMLElement {
  const who = whoAsksData(records);
  const word = (text: string | null) => (text === null ? "" : categoryLabel(lang, text));
  const known = (value: number | null, write: (value: number) => string) =>
    value === null ? t(lang, "value.missing") : write(value);
  const years = (value: number) => formatSpan(lang, value, "year");
  const facts: [TextKey, string, string][] = [
    ["who.age", known(who.ageYears, years), familyText(lang, word(who.familyStatus), who.children)],
    ["who.income", known(who.income, (amount) => formatMoney(lang, amount)), word(who.incomeType)],
    ["who.amount", known(who.amount, (amount) => formatMoney(lang, amount)), word(who.kind)],
    [
      "who.annuity",
      known(who.annuity, (amount) => formatMoney(lang, amount)),
      known(who.termMonths, (n) => t(lang, "who.term", {n: formatNumber(lang, n)}))
    ],
    ["who.burden", known(who.burden, (share) => formatPercent(lang, share)), t(lang, "who.burden.note")]
  ];
  return html`<section class="who" aria-label=${t(lang, "who.label")}>
    <dl class="tiles small">${facts.map(
      ([key, value, note]) =>
        html`<div><dt>${t(lang, key)}</dt><dd>${value}</dd><dd class="sub">${note}</dd></div>`
    )}</dl>
    <p class="muted">${historyText(lang, records)}</p>
  </section>`;
}

function familyText(lang: Lang, status: string, children: number | null): string {
  if (children === null) return status;
  return [status, count(lang, "who.children", children)].filter(Boolean).join(", ");
}

/** Writes what is known of the time before as one line. */
export function historyText(lang: Lang, records: Pick<ClientHistory, "tables">): string {
  const {loansElsewhere, runningElsewhere, applications, refused, instalments, late} =
    historyInShort(records);
  const parts = [
    [
      count(lang, "who.loans", loansElsewhere),
      loansElsewhere && count(lang, "who.running", runningElsewhere)
    ],
    [count(lang, "who.applications", applications), applications && count(lang, "who.refused", refused)],
    [count(lang, "who.instalments", instalments), instalments && count(lang, "who.late", late)]
  ] as const;
  return `${t(lang, "who.before")} ${parts
    .map(([whole, part]) => (part ? `${whole} (${part})` : whole))
    .join(lang === "fr" ? " ; " : "; ")}.`;
}

type Counted =
  | "who.children"
  | "who.loans"
  | "who.running"
  | "who.applications"
  | "who.refused"
  | "who.instalments"
  | "who.late";

const count = (lang: Lang, key: Counted, n: number): string =>
  t(lang, n === 0 ? `${key}.none` : isPlural(lang, n) ? `${key}.many` : `${key}.one`, {
    n: formatNumber(lang, n)
  });
