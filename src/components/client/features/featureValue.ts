import {categoryLabel} from "../../../core/words/categories.ts";
import {formatSpan} from "../../../core/words/quantity.ts";
import {formatMoney, formatPercent, formatValue} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";

/** Writes the value of a feature with its unit; a missing one by that word. */
export function featureValue(lang: Lang, value: number | string | null, unit = ""): string {
  if (value === null) return t(lang, "value.missing");
  if (typeof value === "string") return categoryLabel(lang, value);
  if (unit === "yes/no" && (value === 0 || value === 1))
    return t(lang, value === 1 ? "value.yes" : "value.no");
  if (unit === "share") return formatPercent(lang, value);
  if (unit === "amount") return formatMoney(lang, value);
  if (unit === "years") return formatSpan(lang, value, "year");
  if (unit === "months") return formatSpan(lang, value, "month");
  if (unit === "days") return formatSpan(lang, value, "day");
  return formatValue(lang, value);
}
