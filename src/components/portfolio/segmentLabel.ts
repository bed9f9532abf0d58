import {groupLabel} from "../../core/words/categories.ts";
import {type Lang, t} from "../i18n.ts";
import type {SegmentName, SegmentVariable} from "./segments.ts";

/** Puts the name of a segment into words. */
export function segmentLabel(lang: Lang, variable: SegmentVariable, name: SegmentName): string {
  if (name.kind === "category") return groupLabel(lang, name.value);
  if (name.kind === "missing")
    return t(lang, variable === "yearsEmployed" ? "segment.notEmployed" : "value.missing");
  const {from, to} = name;
  if (variable === "familySize") return to === null ? t(lang, "segment.orMore", {from}) : String(from);
  if (to === null) return t(lang, "segment.years.orMore", {from});
  if (from === 0) return t(lang, "segment.years.under", {to});
  return t(lang, "segment.years", {from, to: variable === "age" ? to - 1 : to});
}
