import {setCurrency} from "../core/words/money.ts";
import {LOCALE, writeNumber} from "../core/words/numbers.ts";
import {currencyOf} from "./currency.ts";
import type {Lang} from "./i18n.ts";

export {formatMoney} from "../core/words/money.ts";
export {formatNumber, formatPercent} from "../core/words/numbers.ts";

if (typeof document !== "undefined") setCurrency(currencyOf(document));

/** Writes points with their sign: "+12", "−7", "0". */
export const formatPoints = (lang: Lang, points: number, digits = 0): string =>
  writeNumber(lang, points, {signDisplay: "exceptZero", maximumFractionDigits: digits});

/** Writes a value of any size with four significant digits; a missing one as an en dash. */
export function formatValue(lang: Lang, value: number | string | null | undefined): string {
  if (value === null || value === undefined || (typeof value === "number" && Number.isNaN(value))) return "–";
  if (typeof value === "string") return value;
  const large = Math.abs(value) >= 1000;
  return writeNumber(lang, value, large ? {maximumFractionDigits: 0} : {maximumSignificantDigits: 4});
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Finds the format of days and times of a language, made once: making one takes longer than a drawing should. */
export function dateFormat(lang: Lang, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = lang + JSON.stringify(options);
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(LOCALE[lang], options);
  dateFormats.set(key, format);
  return format;
}

/** Writes the day of an ISO 8601 time as it is here; a day without a time is the same day everywhere. */
export function formatDay(lang: Lang, iso: string): string {
  const zone = /^\d{4}-\d\d-\d\d$/.test(iso) ? {timeZone: "UTC"} : {};
  return dateFormat(lang, {dateStyle: "medium", ...zone}).format(new Date(iso));
}

/** Writes the time of day, to the second, of an ISO 8601 time. */
export const formatTime = (lang: Lang, iso: string): string =>
  dateFormat(lang, {timeStyle: "medium"}).format(new Date(iso));
