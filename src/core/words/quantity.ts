import {categoryLabel} from "./categories.ts";
import type {Lang} from "./language.ts";
import {formatMoney} from "./money.ts";
import {formatNumber, formatPercent, writeNumber} from "./numbers.ts";

const SPANS: Record<Lang, Record<"day" | "month" | "year", [one: string, many: string]>> = {
  en: {day: ["day", "days"], month: ["month", "months"], year: ["year", "years"]},
  fr: {day: ["jour", "jours"], month: ["mois", "mois"], year: ["an", "ans"]}
};

/** Tells whether a language speaks of so many as of several: in French from 2 on, in English whatever is not 1. */
export const isPlural = (lang: Lang, n: number): boolean => (lang === "fr" ? Math.abs(n) >= 2 : n !== 1);

/** From here on a tenth says nothing of a count, of days or of months. */
const WHOLE = 100;

/** Writes a span of time: "12 days", "1 jour", "3.4 years"; years with one decimal, others with one where it says something. */
export function formatSpan(lang: Lang, value: number, unit: "day" | "month" | "year"): string {
  const rounded = Math.round(value * 10) / 10;
  const maximumFractionDigits = unit !== "year" && Math.abs(value) >= WHOLE ? 0 : 1;
  const digits = {minimumFractionDigits: unit === "year" ? 1 : 0, maximumFractionDigits};
  const [one, many] = SPANS[lang][unit];
  return `${writeNumber(lang, value, digits)} ${isPlural(lang, rounded) ? many : one}`;
}

/** Writes a number with three significant digits, and with all digits before the point. */
export const formatFigure = (lang: Lang, value: number): string =>
  Math.abs(value) >= 100
    ? formatNumber(lang, value)
    : writeNumber(lang, value, {maximumSignificantDigits: 3});

/** Writes the value of a feature with its unit. */
export function formatQuantity(lang: Lang, value: number | string, unit: string): string {
  if (typeof value === "string") return quoted(lang, categoryLabel(lang, value));
  switch (unit) {
    case "share":
      return formatPercent(lang, value);
    case "amount":
      return formatMoney(lang, value);
    case "days":
      return formatSpan(lang, value, "day");
    case "months":
      return formatSpan(lang, value, "month");
    case "years":
      return formatSpan(lang, value, "year");
    case "score":
      return writeNumber(lang, value, {minimumFractionDigits: 2, maximumFractionDigits: 2});
    case "count":
    case "rank":
      return formatNumber(lang, value, Math.abs(value) >= WHOLE ? 0 : 1);
    case "rate per month":
      return `${formatPercent(lang, value, 2)} ${lang === "en" ? "per month" : "par mois"}`;
    case "rate per year":
      return `${formatPercent(lang, value)} ${lang === "en" ? "per year" : "par an"}`;
    case "yes/no":
      return value === 0 ? (lang === "en" ? "no" : "non") : lang === "en" ? "yes" : "oui";
    default:
      return formatFigure(lang, value);
  }
}

const quoted = (lang: Lang, text: string): string => (lang === "en" ? `“${text}”` : `« ${text} »`);
