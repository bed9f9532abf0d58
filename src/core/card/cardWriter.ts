import type {ModelEvaluation} from "../schema/manifest.ts";
import type {Bilingual, Lang} from "../words/language.ts";
import {writeNumber} from "../words/numbers.ts";

type Estimate = ModelEvaluation["holdout"]["crossValidated"]["auc"];

/** Writes the words and numbers of a card in one language. */
export interface CardWriter {
  lang: Lang;
  say(words: Bilingual): string;
  /** With exactly so many decimals. */
  number(value: number, digits?: number): string;
  /** A share, 0–1. */
  percent(share: number, digits?: number): string;
  /** With its sign. */
  signed(value: number, digits?: number): string;
  /** A value and the ends of its interval in parentheses. */
  within(estimate: Estimate, digits: number, write?: (value: number, digits: number) => string): string;
  /** Two ends, as "1 to 2". */
  range(ends: readonly number[], write: (value: number) => string): string;
}

export function createCardWriter(lang: Lang): CardWriter {
  const number = (value: number, digits = 0) =>
    writeNumber(lang, value, {minimumFractionDigits: digits, maximumFractionDigits: digits});
  const between = lang === "en" ? " to " : " à ";
  const range: CardWriter["range"] = (ends, write) => ends.map(write).join(between);
  return {
    lang,
    say: (words) => words[lang],
    number,
    percent: (share, digits = 1) => `${number(100 * share, digits)} %`,
    signed: (value, digits = 0) => (value > 0 ? "+" : "") + number(value, digits),
    within: ({value, interval}, digits, write = number) =>
      `${write(value, digits)} (${range(interval, (end) => write(end, digits))})`,
    range
  };
}
