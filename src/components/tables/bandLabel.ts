import {formatMoney, formatNumber, formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** What lies between two bounds, from ≤ value < to. */
export interface Bounds {
  from: number | null;
  to: number | null;
}

/** A bound so small stands for "more than nothing": the band below it holds 0 alone. */
const JUST_ABOVE_NOTHING = 1e-6;

/** Says a band in words: "0" (of amounts, what is under 1), "under 5 %", "5–10 %", "40 % and more"; whole numbers by their ends: "3–4". */
export function bandLabel(lang: Lang, {from, to}: Bounds, unit: "share" | "whole" | "amount"): string {
  const write = (value: number) =>
    unit === "share"
      ? formatPercent(lang, value, 0)
      : unit === "amount"
        ? formatMoney(lang, value)
        : formatNumber(lang, value);
  const isTiny = (value: number | null) => value !== null && value > 0 && value < JUST_ABOVE_NOTHING;
  if (from === 0 && isTiny(to)) return write(0);
  if (from === null && to === 1 && unit === "amount") return write(0);
  if (from === null) return t(lang, "band.under", {to: write(to!)});
  if (to === null) return t(lang, "band.from", {from: write(from)});
  if (isTiny(from)) return t(lang, "band.under", {to: write(to)});
  const end = unit === "whole" ? to - 1 : to;
  return from === end ? write(from) : `${write(from)} – ${write(end)}`;
}
