import {html} from "../../dom.ts";
import {formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {type Evaluation, estimateTexts} from "../estimates.ts";

type Rated = Evaluation["leaks"]["strongest"][number];

/** Tells what was looked for that would make every figure too good, and what was found. */
export function leaksPanel(lang: Lang, {leaks}: Evaluation): HTMLElement {
  const isImplausible = leaks.strongest.some(({auc}) => auc.value > leaks.implausibleAbove);
  return html`<section class="panel" id="leaks">
    <p class=${isImplausible ? "notice" : ""}>${singleSentence(lang, leaks)}</p>
    <p>${testSentence(lang, leaks.trainAgainstTest)}</p>
    <p>${duplicateSentence(lang, leaks.duplicates)}</p>
  </section>`;
}

function singleSentence(lang: Lang, {strongest, implausibleAbove}: Evaluation["leaks"]): string {
  const [first] = strongest;
  const limit = formatNumber(lang, implausibleAbove, 2);
  if (!first) return t(lang, "judgement.leaks.plausible", {limit});
  const {value: auc, ...ends} = estimateTexts(lang, first.auc, {digits: 3});
  const beyond = strongest.filter((rated) => rated.auc.value > implausibleAbove);
  const verdict =
    beyond.length === 0
      ? t(lang, "judgement.leaks.plausible", {limit})
      : t(lang, "judgement.leaks.implausible", {limit, labels: labelsOf(lang, beyond)});
  return `${t(lang, "judgement.leaks.single", {label: first.label[lang], auc, ...ends})} ${verdict}`;
}

function testSentence(lang: Lang, apart: Evaluation["leaks"]["trainAgainstTest"]): string {
  if (!apart) return t(lang, "judgement.leaks.noTest");
  const {value: auc, ...ends} = estimateTexts(lang, apart.auc, {digits: 3});
  return t(lang, "judgement.leaks.alike", {
    auc,
    ...ends,
    labels: labelsOf(lang, apart.strongest.slice(0, 3))
  });
}

function duplicateSentence(
  lang: Lang,
  {clients, acrossFolds, acrossHoldout}: Evaluation["leaks"]["duplicates"]
) {
  const number = (value: number) => formatNumber(lang, value);
  return clients === 0
    ? t(lang, "judgement.leaks.noDuplicates")
    : t(lang, "judgement.leaks.duplicates", {
        n: number(clients),
        folds: number(acrossFolds),
        holdout: number(acrossHoldout)
      });
}

const labelsOf = (lang: Lang, rated: readonly Rated[]): string =>
  rated
    .map(({label, of}) =>
      of === "missing" ? t(lang, "judgement.leaks.missing", {label: label[lang]}) : label[lang]
    )
    .join(", ");
