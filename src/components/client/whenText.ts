import {formatSpan} from "../../core/words/quantity.ts";
import {type Lang, t} from "../i18n.ts";

const DAYS_PER_YEAR = 365.25;
const DAYS_PER_MONTH = DAYS_PER_YEAR / 12;

/** Writes a number of days in the unit that people would use: days up to two months, months up to two years, then years. */
export function daysSpan(lang: Lang, days: number): string {
  if (days < 61) return formatSpan(lang, days, "day");
  if (days < 2 * DAYS_PER_YEAR) return formatSpan(lang, Math.round(days / DAYS_PER_MONTH), "month");
  return formatSpan(lang, days / DAYS_PER_YEAR, "year");
}

/**
 * Writes a day or a month as people count from an application: negative numbers lie before it.
 * @param rough in the largest fitting unit, where the exact day does not matter
 */
export function whenText(lang: Lang, value: number, unit: "days" | "months", rough = false): string {
  if (value === 0) return t(lang, unit === "days" ? "when.sameDay" : "when.sameMonth");
  const span =
    rough && unit === "days"
      ? daysSpan(lang, Math.abs(value))
      : formatSpan(lang, Math.abs(value), unit === "days" ? "day" : "month");
  return t(lang, value < 0 ? "when.before" : "when.after", {span});
}

/** Writes the age in years of somebody born so many days before the application. */
export const ageText = (lang: Lang, days: number): string => formatSpan(lang, -days / DAYS_PER_YEAR, "year");
