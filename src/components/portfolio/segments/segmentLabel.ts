import {categoryLabel, groupLabel} from "../../../core/words/categories.ts";
import {type Lang, t} from "../../i18n.ts";
import type {SegmentName, SegmentVariable} from "./segments.ts";

/** Puts the name of a segment into words, said of all who are in it or of `one` of them. */
export function segmentLabel(
  lang: Lang,
  variable: SegmentVariable,
  name: SegmentName,
  {one = false} = {}
): string {
  if (name.kind === "category") return one ? categoryLabel(lang, name.value) : groupLabel(lang, name.value);
  if (name.kind === "missing")
    return t(lang, variable === "yearsEmployed" ? "segment.notEmployed" : "value.missing");
  const {from, to} = name;
  if (variable === "familySize") return to === null ? t(lang, "segment.orMore", {from}) : String(from);
  if (to === null) return t(lang, "segment.years.orMore", {from});
  if (from === 0) return t(lang, "segment.years.under", {to});
  return t(lang, "segment.years", {from, to: variable === "age" ? to - 1 : to});
}
