import {formatSpan} from "../../../core/words/quantity.ts";
import {formatMoney, formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {whenText} from "../whenText.ts";
import type {TimeMark} from "./timeline.ts";

/** Says when a mark was: a day, or from when to when. */
export function markTime(lang: Lang, {from, to}: TimeMark): string {
  const at = (months: number) =>
    months > -0.05 ? t(lang, "timeline.application") : whenText(lang, Math.round(months * 10) / 10, "months");
  return from === to ? at(from) : t(lang, "timeline.span", {from: at(from), to: at(to)});
}

/** Says in one line what a mark stands for. */
export function markText(lang: Lang, mark: TimeMark): string {
  const {kind, level, amount, limit} = mark;
  const money = amount === null ? "" : formatMoney(lang, amount);
  const what = t(lang, `timeline.kind.${kind}`);
  if (kind === "enquiries") return `${formatNumber(lang, level)} ${what}, ${markTime(lang, mark)}`;
  const more =
    kind === "early" || kind === "late"
      ? [formatSpan(lang, Math.abs(level), "day")]
      : limit === null
        ? []
        : [t(lang, "timeline.limit", {limit: formatMoney(lang, limit)})];
  return [what, ...more, money, markTime(lang, mark)].filter(Boolean).join(", ");
}
