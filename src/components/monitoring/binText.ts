import {groupLabel} from "../../core/words/categories.ts";
import {formatPercent, formatValue} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {ShiftBin} from "./shift.ts";

/** Writes what is in a bin. `isShare`: the values are shares, to be written as percentages. */
export function binText(lang: Lang, {x0, x1, category, isMissing}: ShiftBin, isShare = false): string {
  if (isMissing) return t(lang, "value.missing");
  if (category !== null) return groupLabel(lang, category);
  const write = (value: number) => (isShare ? formatPercent(lang, value) : formatValue(lang, value));
  if (x0 === null && x1 === null) return t(lang, "drift.any");
  if (x0 === null) return `≤ ${write(x1!)}`;
  return x1 === null ? `> ${write(x0)}` : `${write(x0)} – ${write(x1)}`;
}
