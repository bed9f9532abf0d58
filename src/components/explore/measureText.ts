import type {Explored} from "../../core/explore/explored.ts";
import {whenText} from "../client/whenText.ts";
import {formatPercent, formatValue} from "../format.ts";
import type {Lang} from "../i18n.ts";

/** Writes a value of what is measured: a share in percent, a mean of days in words, as people count them. */
export function measureText(
  lang: Lang,
  {measure, unit}: Pick<Explored, "measure" | "unit">,
  value: number,
  digits = 1
): string {
  if (measure === "share") return formatPercent(lang, value, digits);
  return unit === "daysBefore" ? whenText(lang, value, "days", true) : formatValue(lang, value);
}
