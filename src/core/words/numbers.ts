import type {Lang} from "./language.ts";

export const LOCALE: Record<Lang, string> = {en: "en-GB", fr: "fr-FR"};
export const MINUS = "−";

const formats = new Map<string, Intl.NumberFormat>();

/** Finds the format of a language, made once. */
export function numberFormat(lang: Lang, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = lang + JSON.stringify(options);
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE[lang], options);
    formats.set(key, format);
  }
  return format;
}

/** Writes a number with a true minus sign, and zero without one. */
export const writeNumber = (lang: Lang, value: number, options: Intl.NumberFormatOptions): string =>
  numberFormat(lang, options)
    .format(value)
    .replace("-", MINUS)
    .replace(/^−([0.,\s%]+)$/u, "$1");

/** Writes a count, with at most `digits` decimals. */
export const formatNumber = (lang: Lang, value: number, digits = 0): string =>
  writeNumber(lang, value, {maximumFractionDigits: digits});

/** Writes a share (0–1) in per cent. */
export const formatPercent = (lang: Lang, share: number, digits = 1): string =>
  writeNumber(lang, share, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits
  });
