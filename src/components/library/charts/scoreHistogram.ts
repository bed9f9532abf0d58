import {type ScoreBin, scoreBinsData} from "../../../core/portfolio/scoreBins.ts";
import {BINS_HEIGHT, BINS_MARGIN, binText, scoreBinsPlot} from "../../charts/scoreBinsPlot.ts";
import {t} from "../../i18n.ts";
import {type Channel, type Rows, toNumber, valuesOf} from "../rows.ts";
import {type ChartInput, pointedInput} from "./chartInput.ts";
import {scaleOf} from "./keyParts.ts";
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
    {
      width,
      keys(plot) {
        const x = scaleOf(plot, "x");
        const parts = bins.map((datum) => ({
          datum,
          label: binText(lang, datum),
          left: x.apply(datum.x0),
          width: x.apply(datum.x1) - x.apply(datum.x0),
          top: BINS_MARGIN.top,
          height: BINS_HEIGHT - BINS_MARGIN.top - BINS_MARGIN.bottom
        }));
        return {lang, label: t(lang, "chart.scores"), along: "row", parts};
      }
    }
  );
}
