import type {Explanation} from "../../core/schema/explanation.ts";
import {chartPanel} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {formatNumber, formatPoints} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {NOTHING_OPENED, type Opened} from "./opened.ts";
import {type WaterfallStep, waterfallData} from "./waterfall.ts";
import {waterfallPlot} from "./waterfallPlot.ts";

const SHOWN = 12;

/** Draws the way from the base points to the score; an input of what is opened: a bar opens its cause. */
export function causeWaterfall(lang: Lang, explanation: Explanation): Input<Opened> {
  const steps = waterfallData(explanation, SHOWN);
  const labelOf = ({kind, cause, count}: WaterfallStep): string =>
    cause ? cause.label[lang] : t(lang, `waterfall.${kind as "base" | "others" | "score"}`, {n: count});
  const panel = chartPanel({
    lang,
    title: t(lang, "client.waterfall"),
    hint: t(lang, "client.waterfall.hint", {
      base: formatNumber(lang, explanation.basePoints, 1),
      score: formatNumber(lang, explanation.score),
      residual: formatNumber(lang, explanation.residualPoints, 1)
    }),
    draw: (width) =>
      openOnClick(
        waterfallPlot(steps, {width, lang, labelOf, cutoff: explanation.cutoff.score}),
        steps,
        (cause) => change({cause, feature: null})
      ),
    table: () =>
      dataTable(
        steps,
        [
          {label: t(lang, "column.cause"), cell: labelOf},
          {
            label: t(lang, "column.points"),
            cell: ({points}) => formatPoints(lang, points, 1),
            isNumber: true
          },
          {label: t(lang, "column.sum"), cell: ({end}) => formatNumber(lang, end, 1), isNumber: true}
        ],
        {caption: t(lang, "client.waterfall")}
      ),
    cell: `causeWaterfall(await explain(${explanation.clientId}))`
  });
  const {element, change} = asInput<Opened>(panel, NOTHING_OPENED, () => {});
  return element;
}

/** Makes the bars open what they stand for; the list of causes has the same for the keyboard. */
function openOnClick(plot: Element, steps: readonly WaterfallStep[], open: (code: string) => void): Element {
  const changes = steps.filter(({kind}) => kind === "cause" || kind === "others");
  const bars = plot.querySelectorAll<SVGRectElement>('g[aria-label="bar"] rect');
  changes.forEach(({cause}, i) => {
    const bar = bars[i];
    if (!bar || !cause) return;
    bar.classList.add("clickable");
    bar.addEventListener("click", () => open(cause.code));
  });
  return plot;
}
