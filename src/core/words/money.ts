import type {Lang} from "./language.ts";
import {MINUS, numberFormat, writeNumber} from "./numbers.ts";

/** How amounts are written: with a code of ISO 4217 or a sign of one's own, and at most so many decimals. */
export interface Currency {
  code?: string;
  sign?: string;
  /** Of amounts that are rounded for reading; 0 when absent. */
  digits?: number;
}

let currency: Currency | null = null;

/** Sets the currency that all amounts are written in from now on; null writes them bare. One for a whole process. */
export function setCurrency(next: Currency | null): void {
  currency = next;
}

/** Tells the currency that amounts are written in. */
export const getCurrency = (): Currency | null => currency;

/** A code that no currency has; its sign gives way to one of our own. */
const NO_CURRENCY = "XXX";

/** Writes an amount with the currency where its language puts it, with at most `digits` decimals. */
export function formatMoney(lang: Lang, amount: number, digits = currency?.digits ?? 0): string {
  if (!currency) return writeNumber(lang, amount, {maximumFractionDigits: digits});
  const {code = NO_CURRENCY, sign} = currency;
  const rounded = Number(amount.toFixed(digits)) === 0 ? 0 : amount;
  const format = numberFormat(lang, {
    style: "currency",
    currency: code,
    minimumFractionDigits: 0,
    maximumFractionDigits: digits
  });
  return format
    .formatToParts(rounded)
    .map(({type, value}, i, parts) => {
      if (type === "minusSign") return MINUS;
      if (type !== "currency" || sign === undefined) return value;
      const isBeforeDigits = parts[i + 1]?.type === "integer" && /\p{L}\.?$/u.test(sign);
      return isBeforeDigits ? `${sign}\u00a0` : sign;
    })
    .join("");
}

/** Writes an amount in whole units; one that would read 0 but is not, as less than 1. */
export function formatAmount(lang: Lang, amount: number): string {
  if (amount > 0 && Number(amount.toFixed(currency?.digits ?? 0)) === 0 && amount < 1)
    return `${lang === "en" ? "less than" : "moins de"} ${formatMoney(lang, 1)}`;
  return formatMoney(lang, amount);
}

/** Names the currency as it stands beside amounts, for axes and headings; "" when amounts are bare. */
export function currencySign(lang: Lang): string {
  if (!currency) return "";
  if (currency.sign !== undefined) return currency.sign;
  const parts = numberFormat(lang, {
    style: "currency",
    currency: currency.code ?? NO_CURRENCY
  }).formatToParts(0);
  return parts.find(({type}) => type === "currency")?.value ?? "";
}
