import {writeNumber} from "../../core/words/numbers.ts";
import {formatPercent} from "../format.ts";
import type {Lang} from "../i18n.ts";
import type {ServedModel} from "./servedModel.ts";

export type Evaluation = NonNullable<ServedModel["evaluation"]>;
export type Estimate = Evaluation["holdout"]["crossValidated"]["auc"];

/** Writes a number with exactly so many decimals, as columns of figures need it. */
export const formatFixed = (lang: Lang, value: number, digits = 0): string =>
  writeNumber(lang, value, {minimumFractionDigits: digits, maximumFractionDigits: digits});

/** Writes an estimate's value and the ends of its interval, with their sign when it is a difference. */
export function estimateTexts(
  lang: Lang,
  {value, interval}: Estimate,
  {
    digits = 0,
    factor = 1,
    isDifference = false
  }: {digits?: number; factor?: number; isDifference?: boolean} = {}
): {value: string; low: string; high: string} {
  const write = (number: number) => {
    const text = formatFixed(lang, factor * number, digits);
    return isDifference && number > 0 && !/^[0.,]+$/.test(text) ? `+${text}` : text;
  };
  return {value: write(value), low: write(interval[0]!), high: write(interval[1]!)};
}

/** Writes an estimated probability in per cent. */
export const percentTexts = (lang: Lang, value: number, [low, high]: readonly number[]) => ({
  value: formatPercent(lang, value),
  low: formatPercent(lang, low!),
  high: formatPercent(lang, high!)
});
