import {categoryLabel} from "../../../core/words/categories.ts";
import {formatMoney, formatNumber} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import type {Cell, TableColumn} from "../clientApi.ts";
import {ageText, whenText} from "../whenText.ts";

/** Stands for "no such day" in the raw tables. */
const NO_DAY = 365243;

/** Tells whether a raw cell holds nothing: empty, or the code that stands for nothing. */
export const isMissing = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || cell === NO_DAY || cell === "";

/** Tells whether a column says on which day or in which month something was, rather than how long. */
export const isTime = ({name, unit}: TableColumn): boolean =>
  (unit === "days" && name.startsWith("DAYS_")) || (unit === "months" && name.startsWith("MONTHS_"));

/**
 * Writes a raw cell for reading; null when it holds nothing.
 * @param rough times in the largest fitting unit
 * @param isForeign whether the row's amounts are of another currency than the data set's
 */
export function cellText(
  lang: Lang,
  cell: Cell | undefined,
  column: TableColumn,
  {rough = false, isForeign = false} = {}
): string | null {
  if (isMissing(cell)) return null;
  if (column.unit === "flag" || cell === "Y" || cell === "N")
    return t(lang, cell === 1 || cell === "Y" ? "value.yes" : "value.no");
  if (typeof cell === "string") return categoryLabel(lang, cell);
  const number = cell as number;
  if (column.unit === "id" || column.unit === "code") return String(number);
  if (column.name === "DAYS_BIRTH") return ageText(lang, number);
  if (isTime(column)) return whenText(lang, number, column.unit as "days" | "months", rough);
  if (column.unit === "amount" && !isForeign) return formatMoney(lang, number, 2);
  return formatNumber(lang, number, Math.abs(number) < 10 ? 4 : 2);
}

/** Names a raw column for people: the day of birth is read as an age. */
export const columnLabel = (lang: Lang, {name, description}: TableColumn): string =>
  name === "DAYS_BIRTH" ? t(lang, "when.age") : description[lang];
