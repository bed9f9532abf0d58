import type {Lang} from "./i18n.ts";

const LOCALE: Record<Lang, string> = {en: "en-GB", fr: "fr-FR"};
const MINUS = "−";

const numberFormats = new Map<string, Intl.NumberFormat>();
function numberFormat(lang: Lang, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = lang + JSON.stringify(options);
  let format = numberFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE[lang], options);
    numberFormats.set(key, format);
  }
  return format;
}

/** Writes a count or an amount, with at most `digits` decimals. */
export const formatNumber = (lang: Lang, value: number, digits = 0): string =>
  numberFormat(lang, {maximumFractionDigits: digits}).format(value).replace("-", MINUS);

/** Writes a share (0–1) in per cent. */
export const formatPercent = (lang: Lang, share: number, digits = 1): string =>
  numberFormat(lang, {style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits})
    .format(share)
    .replace("-", MINUS);

/** Writes points with their sign: "+12", "−7", "0". */
export const formatPoints = (lang: Lang, points: number, digits = 0): string =>
  numberFormat(lang, {signDisplay: "exceptZero", maximumFractionDigits: digits})
    .format(points)
    .replace("-", MINUS);

/** Writes a value of any size with four significant digits; a missing one as an en dash. */
export function formatValue(lang: Lang, value: number | string | null | undefined): string {
  if (value === null || value === undefined || (typeof value === "number" && Number.isNaN(value))) return "–";
  if (typeof value === "string") return value;
  const large = Math.abs(value) >= 1000;
  return numberFormat(lang, large ? {maximumFractionDigits: 0} : {maximumSignificantDigits: 4})
    .format(value)
    .replace("-", MINUS);
}

/** Writes the day of an ISO 8601 time as it is here; a day without a time is the same day everywhere. */
export function formatDay(lang: Lang, iso: string): string {
  const zone = /^\d{4}-\d\d-\d\d$/.test(iso) ? {timeZone: "UTC"} : {};
  return new Intl.DateTimeFormat(LOCALE[lang], {dateStyle: "medium", ...zone}).format(new Date(iso));
}

/** Writes the time of day, to the second, of an ISO 8601 time. */
export const formatTime = (lang: Lang, iso: string): string =>
  new Intl.DateTimeFormat(LOCALE[lang], {timeStyle: "medium"}).format(new Date(iso));
