import type {Bilingual} from "../words/language.ts";
import type {ChoiceGroup} from "./featureChoice.ts";

/** A group of features that was judged, with its name in words; null where the raw table's name is what there is. */
export type ShownGroup = ChoiceGroup & {label: Bilingual | null};

/** data/choice.json: how important the groups of features were to the choice that the model's manifest tells. */
export interface SiteChoice {
  study: string;
  /** Models of shuffled outcomes that null importance rests on. */
  nulls: number;
  /** Level by level, the least important first. */
  groups: ShownGroup[];
}
