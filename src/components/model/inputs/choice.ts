import type {ChoiceLevel} from "../../../core/schema/featureChoice.ts";
import type {ShownGroup, SiteChoice} from "../../../core/schema/siteChoice.ts";
import {tableLabel} from "../../features/tableLabel.ts";
import type {Lang} from "../../i18n.ts";

/** A group of features as the chart and its table show it. */
export interface ChoiceRow extends Pick<ShownGroup, "features" | "gainShare" | "nullP" | "isNoise"> {
  name: string;
  label: string;
  /** AUC that is lost out of fold when the group's values are dealt to other clients, and its interval of 95 %. */
  loss: number;
  low: number;
  high: number;
}

/** So many groups are drawn; the table has all. */
export const DRAWN_GROUPS = 30;

/** Lists the groups of one level, the most important first. */
export const choiceData = (
  lang: Lang,
  {groups}: Pick<SiteChoice, "groups">,
  level: ChoiceLevel
): ChoiceRow[] =>
  groups
    .filter((group) => group.level === level)
    .map(({name, label, permutation: {value, interval}, ...rest}) => ({
      name,
      label: label?.[lang] ?? tableLabel(lang, name),
      loss: value,
      low: interval[0]!,
      high: interval[1]!,
      features: rest.features,
      gainShare: rest.gainShare,
      nullP: rest.nullP,
      isNoise: rest.isNoise
    }))
    .sort((a, b) => b.loss - a.loss);
