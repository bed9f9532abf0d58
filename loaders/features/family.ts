import type {Cause} from "../../src/core/credit/causes.ts";
import type {Bilingual} from "../types.ts";
import {type Flag, max, mean, min, type Num, sum, variance} from "./expression.ts";
import {type Feature, feature, say} from "./feature.ts";

/** What is measured in each row: its name in a label and how a row's value comes about. */
export interface Measure {
  key: string;
  cause: Cause;
  unit: Feature["unit"];
  name: Bilingual;
  formula: Bilingual;
  of: Num;
}

/** Which rows count: the ending of the feature's name, the addition to the label, the rows in words. */
export interface RowSet {
  key: string;
  label: Bilingual;
  rows: Bilingual;
  where?: Flag;
}

const STATISTICS = {
  mean: {apply: mean, words: say("average", "moyenne")},
  max: {apply: max, words: say("largest", "maximum")},
  min: {apply: min, words: say("smallest", "minimum")},
  sum: {apply: sum, words: say("total", "total")},
  variance: {apply: variance, words: say("variance", "variance")}
} as const;
export type Statistic = keyof typeof STATISTICS;

/** Declares one feature per measure, statistic and row set, named prefix_measure_statistic[_set]. */
export function family(
  prefix: string,
  measures: readonly Measure[],
  statistics: readonly Statistic[],
  sets: readonly RowSet[]
): Feature[] {
  return sets.flatMap((set) =>
    measures.flatMap((measure) => statistics.map((statistic) => summarised(prefix, measure, statistic, set)))
  );
}

export function summarised(prefix: string, measure: Measure, statistic: Statistic, set: RowSet): Feature {
  const {apply, words} = STATISTICS[statistic];
  const name = [prefix, measure.key, statistic, set.key].filter(Boolean).join("_");
  const unit = statistic === "variance" ? `${measure.unit}²` : measure.unit;
  const where = set.where;
  return feature(
    name,
    measure.cause,
    unit,
    bilingual(
      (l) => `${capital(measure.name[l])}${colon(l)} ${words[l]}${set.label[l] ? `, ${set.label[l]}` : ""}`
    ),
    bilingual((l) =>
      l === "en"
        ? `${words.en} of (${measure.formula.en}) over ${set.rows.en}`
        : `${words.fr} de (${measure.formula.fr}) sur ${set.rows.fr}`
    ),
    apply(measure.of, where ? {where} : {})
  );
}

export const bilingual = (text: (language: "en" | "fr") => string): Bilingual => ({
  en: text("en"),
  fr: text("fr")
});
const colon = (language: "en" | "fr"): string => (language === "fr" ? " :" : ":");
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
