import * as Plot from "@observablehq/plot";
import {type ChartOptions, COLOR} from "../charts/options.ts";
import {formatValue} from "../format.ts";
import {t} from "../i18n.ts";
import {objectiveLabel} from "./labels.ts";
import type {ParallelData} from "./parallel.ts";

/** Room for the longest name under an axis, in pixels. */
const NAME_WIDTH = 120;

/** Draws each trial as a line over the parameters' axes to its value; the best tenth stands out. */
export function parallelPlot(
  {axes, lines}: ParallelData,
  {width, lang, document, objective}: ChartOptions & {objective: string | null}
): Element {
  const isNarrow = width < NAME_WIDTH * axes.length;
  const names = axes.map(({name}) => name || objectiveLabel(lang, objective));
  const knots = lines.flatMap((line) =>
    line.positions.map((position, i) => ({line, position, name: names[i]!}))
  );
  const ends = axes.flatMap(({low, high}, i) => [
    {name: names[i]!, position: 0, text: formatValue(lang, low), dy: 12},
    {name: names[i]!, position: 1, text: formatValue(lang, high), dy: -8}
  ]);
  const along = {label: null, domain: names};
  const across = {axis: null, domain: [0, 1]};
  const shape = isNarrow
    ? {height: 60 + 44 * axes.length, marginLeft: 128, marginRight: 34, x: across, y: along}
    : {
        height: 300,
        marginLeft: 50,
        marginRight: 60,
        marginTop: 30,
        marginBottom: 44,
        x: along,
        y: {...across, insetTop: 18, insetBottom: 22}
      };
  const [x, y] = isNarrow ? ["position", "name"] : ["name", "position"];
  return Plot.plot({
    document,
    width,
    ariaLabel: t(lang, "search.parallel"),
    ...shape,
    ...(isNarrow
      ? {x: {...across, insetLeft: 26, insetRight: 8}, y: {...along, type: "point"}}
      : {x: {...along, type: "point"}}),
    marks: [
      isNarrow ? Plot.ruleY(names, {stroke: COLOR.soft}) : Plot.ruleX(names, {stroke: COLOR.soft}),
      Plot.line(knots, {
        x: x as "name",
        y: y as "position",
        z: ({line}: (typeof knots)[number]) => line.number,
        stroke: ({line}: (typeof knots)[number]) => (line.isBest ? COLOR.mark : COLOR.neutral),
        strokeOpacity: ({line}: (typeof knots)[number]) => (line.isBest ? 1 : 0.4),
        strokeWidth: ({line}: (typeof knots)[number]) => (line.isBest ? 2 : 1)
      }),
      isNarrow
        ? Plot.text(ends, {
            x: "position",
            y: "name",
            text: "text",
            dy: -9,
            fontSize: 10,
            fill: COLOR.neutral
          })
        : [-8, 12].map((dy) =>
            Plot.text(
              ends.filter((end) => end.dy === dy),
              {x: "name", y: "position", text: "text", dy, fontSize: 10, fill: COLOR.neutral}
            )
          )
    ]
  });
}
