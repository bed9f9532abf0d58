import type {CauseContribution, Explanation} from "../../../core/schema/explanation.ts";
import {type WaterfallStep, waterfallData} from "../../client/causes/waterfall.ts";
import {waterfallPlot} from "../../client/causes/waterfallPlot.ts";
import {formatPoints} from "../../format.ts";
import {t} from "../../i18n.ts";
import {type ChartInput, createInput, drawInto} from "./chartInput.ts";
import {scaleOf, withKeys} from "./keyParts.ts";
import {type LibraryChartOptions, pageLanguage} from "./options.ts";

/**
 * Draws an explanation from the base points to the score, one cause at a time, the `most` strongest and the rest as
 * one. Its value is the cause whose bar was clicked or reached by keyboard last, the strongest one
 * at first.
 */
export function causeWaterfall(
  explanation: Explanation,
  {width, lang = pageLanguage(), most = 10}: LibraryChartOptions & {most?: number} = {}
): ChartInput<CauseContribution | null> {
  const steps = waterfallData(explanation, most);
  const {element, choose} = createInput<CauseContribution | null>(explanation.causes[0] ?? null);
  const labelOf = ({kind, cause, count}: WaterfallStep): string =>
    cause ? cause.label[lang] : t(lang, `waterfall.${kind as "base" | "others" | "score"}`, {n: count});
  const draw = (w: number) => {
    const plot = waterfallPlot(steps, {width: w, lang, labelOf, cutoff: explanation.cutoff.score});
    const bars = plot.querySelectorAll<SVGRectElement>('g[aria-label="bar"] rect');
    steps
      .filter(({kind}) => kind === "cause" || kind === "others")
      .forEach(({cause}, i) => {
        const bar = bars[i];
        if (!bar || !cause) return;
        bar.classList.add("clickable");
        bar.addEventListener("click", () => choose(cause));
      });
    const y = scaleOf(plot, "y");
    const parts = steps.flatMap(({cause, points}, i) =>
      cause
        ? [
            {
              datum: cause,
              label: t(lang, "swarm.spoken", {
                name: cause.label[lang],
                points: formatPoints(lang, points, 1)
              }),
              left: 0,
              width: w,
              top: y.apply(i),
              height: y.bandwidth ?? 0
            }
          ]
        : []
    );
    return withKeys(plot, {lang, label: t(lang, "chart.waterfall"), along: "column", parts}, choose);
  };
  drawInto(element, draw, width);
  return element;
}
