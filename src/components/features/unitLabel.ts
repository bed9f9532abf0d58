import {currencySign} from "../../core/words/money.ts";
import {type Lang, type TextKey, t} from "../i18n.ts";

const UNITS = {
  amount: "unit.amount",
  ratio: "unit.ratio",
  share: "unit.share",
  days: "unit.days",
  months: "unit.months",
  years: "unit.years",
  count: "unit.count",
  score: "unit.score",
  rate: "unit.rate",
  "rate per month": "unit.ratePerMonth",
  "days²": "unit.daysSquared",
  category: "unit.category",
  "yes/no": "unit.yesNo",
  rank: "unit.rank",
  hours: "unit.hours",
  "rate per year": "unit.ratePerYear",
  "rate²": "unit.rateSquared",
  "ratio²": "unit.ratioSquared",
  "rank per month": "unit.rankPerMonth",
  "days per day": "unit.daysPerDay",
  "days per month": "unit.daysPerMonth",
  "amount per day": "unit.amountPerDay",
  "amount per month": "unit.amountPerMonth"
} as const satisfies Record<string, TextKey>;

/** Puts a unit into words; one that is not known is shown as it is. */
export function unitLabel(lang: Lang, unit: string): string {
  const key = (UNITS as Record<string, TextKey>)[unit];
  if (!key) return unit;
  const sign = unit.startsWith("amount") ? currencySign(lang) : "";
  return sign ? `${t(lang, key)} (${sign})` : t(lang, key);
}
