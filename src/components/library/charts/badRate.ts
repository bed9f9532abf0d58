import {groupLabel} from "../../../core/words/categories.ts";
import {formatValue} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {type Rate, ratesData} from "../../tables/rates.ts";
import {RATE_ROW, ratesPlot, rateText} from "../../tables/ratesPlot.ts";
import type {Channel, Rows} from "../rows.ts";
import {type ChartInput, pointedInput} from "./chartInput.ts";
import {scaleOf} from "./keyParts.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";
import {type RateGroup, rateGroups} from "./rateGroups.ts";

export interface BadRateOptions extends LibraryChartOptions {
  /** Groups that numbers are parted into. */
  bins?: number;
  /** Where the outcome is: 1 = default, 0 = repaid. */
  target?: Channel;
  title?: string;
}

/** A group of a chart of bad rates, with the words that it is shown by. */
export type RatedGroup = Rate & Pick<RateGroup, "category" | "low" | "high">;

/** Rates each group of rows by a value; see rateGroups. */
export function badRateData(
  rows: Rows,
  by: Channel,
  {bins = 10, target = "target", lang}: Pick<BadRateOptions, "bins" | "target"> & {lang: Lang}
): RatedGroup[] {
  const groups = rateGroups(rows, by, target, bins);
  const labels = new Set<string>();
  const unique = (label: string): string => {
    const own = labels.has(label) ? `${label} ·` : label;
    labels.add(own);
    return own === label ? label : own;
  };
  const rates = ratesData(groups, (group) => unique(groupName(lang, group)), {least: 1, most: groups.length});
  return rates.map((rate, i) => {
    const {category, low, high} = groups[i]!;
    return {...rate, category, low, high};
  });
}

function groupName(lang: Lang, {category, low, high}: RateGroup): string {
  if (category !== null) return groupLabel(lang, category);
  if (low === null || high === null) return t(lang, "value.missing");
  return low === high ? formatValue(lang, low) : `${formatValue(lang, low)} – ${formatValue(lang, high)}`;
}

/**
 * Draws the bad rate of groups of clients with 95 % intervals; the broken line is the rate of all rows. Its value is
 * the group pointed at last: label, low and high or category, clients, labelled, bads, badRate, interval.
 */
export function badRate(
  rows: Rows,
  by: Channel,
  options: BadRateOptions = {}
): ChartInput<RatedGroup | null> {
  const {width, lang = pageLanguage(), title = t(lang, "axis.badRate"), ...rest} = options;
  const rates = badRateData(rows, by, {...rest, lang});
  const sum = (count: (rate: RatedGroup) => number) => rates.reduce((total, rate) => total + count(rate), 0);
  const overall =
    sum(({bads}) => bads) /
    Math.max(
      1,
      sum(({labelled}) => labelled)
    );
  return pointedInput(
    (w) => ratesPlot(rates, {width: w, lang, title, overall}),
    (rate: RatedGroup) => rate,
    {
      width,
      keys(plot, w) {
        const y = scaleOf(plot, "y");
        const known = rates.filter(({badRate: rate}) => rate !== null);
        const parts = known.map((datum) => ({
          datum,
          label: rateText(lang, datum).replaceAll("\n", ", "),
          left: 0,
          top: y.apply(datum.label) - RATE_ROW / 2,
          width: w,
          height: RATE_ROW
        }));
        return {lang, label: title, along: "column", parts};
      }
    }
  );
}
