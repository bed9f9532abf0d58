import {type ScoreBin, scoreBinsData} from "../../../core/portfolio/scoreBins.ts";
import {scoreBinsPlot} from "../../charts/scoreBinsPlot.ts";
import {type Channel, type Rows, toNumber, valuesOf} from "../rows.ts";
import {type ChartInput, pointedInput} from "./chartInput.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";

/**
 * Draws how scores are spread on either side of a cut-off (points), of the rows that `selected` holds for over the
 * outline of all. Its value is the bin pointed at last.
 */
export function scoreHistogram(
  rows: Rows,
  {
    cutoff,
    selected,
    score = "score",
    width,
    lang = pageLanguage()
  }: LibraryChartOptions & {cutoff: number; selected?: Channel; score?: Channel}
): ChartInput<ScoreBin | null> {
  const isIn = selected === undefined ? null : valuesOf(rows, selected);
  const all = valuesOf(rows, score).map((value, i) => ({
    score: toNumber(value),
    isIn: isIn ? Boolean(isIn[i]) : true
  }));
  const known = all.filter((one) => Number.isFinite(one.score));
  const chosen = known.flatMap((one, i) => (one.isIn ? [i] : []));
  const bins = scoreBinsData(
    known.map((one) => one.score),
    chosen
  );
  return pointedInput(
    (w) => scoreBinsPlot(bins, cutoff, {width: w, lang}),
    (bin: ScoreBin) => bin,
    width
  );
}
