import type {Lang} from "../../words/language.ts";
import {formatPercent} from "../../words/numbers.ts";
import {formatFigure} from "../../words/quantity.ts";

/** Writes a ratio: per cent below one, "2.3 times" from one on. */
export function times(lang: Lang, ratio: number): string {
  if (Math.abs(ratio) < 1) return formatPercent(lang, ratio);
  return `${formatFigure(lang, ratio)} ${lang === "en" ? "times" : "fois"}`;
}

/** Writes a ratio as a part of the income: "12.5% of the income", "2,3 fois le revenu". */
export function ofIncome(lang: Lang, ratio: number): string {
  const isPart = Math.abs(ratio) < 1;
  if (lang === "en") return `${times(lang, ratio)}${isPart ? " of" : ""} the income`;
  return `${times(lang, ratio)} ${isPart ? "du" : "le"} revenu`;
}
