import type {Group} from "../../core/explore/groups.ts";
import {groupLabel} from "../../core/words/categories.ts";
import {daysSpan, whenText} from "../client/whenText.ts";
import {formatValue} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

/** Puts a group into words. */
export function groupText(lang: Lang, group: Group): string {
  if (group.kind === "category") return groupLabel(lang, group.value);
  if (group.kind === "value" && group.unit) return whenText(lang, group.value, "days", true);
  if (group.kind === "range" && group.unit && group.to < 0)
    return t(lang, "when.before", {span: `${daysSpan(lang, -group.from)} – ${daysSpan(lang, -group.to)}`});
  if (group.kind === "range" && group.unit)
    return [group.from, group.to].map((day) => whenText(lang, day, "days", true)).join(" – ");
  if (group.kind === "value") return formatValue(lang, group.value);
  if (group.kind === "range") return `${formatValue(lang, group.from)} – ${formatValue(lang, group.to)}`;
  return t(lang, group.kind === "others" ? "explore.others" : "value.missing");
}
