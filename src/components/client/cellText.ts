import {categoryLabel} from "../../core/words/categories.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {Cell, TableColumn} from "./clientApi.ts";

/** Stands for "no such day" in the raw tables. */
const NO_DAY = 365243;

/** Tells whether a raw cell holds nothing: empty, or the code that stands for nothing. */
export const isMissing = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || cell === NO_DAY || cell === "";

/** Writes a raw cell for reading; null when it holds nothing. */
export function cellText(lang: Lang, cell: Cell | undefined, column: TableColumn): string | null {
  if (isMissing(cell)) return null;
  if (column.unit === "flag" || cell === "Y" || cell === "N")
    return t(lang, cell === 1 || cell === "Y" ? "value.yes" : "value.no");
  if (typeof cell === "string") return categoryLabel(lang, cell);
  if (column.unit === "id" || column.unit === "code") return String(cell);
  return formatNumber(lang, cell as number, Math.abs(cell as number) < 10 ? 4 : 2);
}
