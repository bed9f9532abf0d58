import * as Plot from "@observablehq/plot";
import {formatNumber} from "../format.ts";
import {type TextKey, t} from "../i18n.ts";
import {type ChartOptions, COLOR} from "./options.ts";
import type {ScoreScale} from "./scoreScale.ts";

const LABEL: Record<ScoreScale["marks"][number]["kind"], TextKey> = {
  client: "scale.client",
  selection: "scale.selection",
  group: "scale.group"
};

/** More pixels than any label takes. */
const LABEL_WIDTH = 210;

export interface ScoreScaleOptions extends ChartOptions {
  /** Free space left of the bar, in pixels, when it has to line up with another drawing. */
  marginLeft?: number;
}

/** Draws the bar: what is declined left of the cut-off, what is approved right of it, and the marks with their labels. */
export function scoreScalePlot(scale: ScoreScale, options: ScoreScaleOptions): Element {
  const {width, lang, document, marginLeft = 14} = options;
  const {domain, cutoff, refer, marks, range} = scale;
  const points = (score: number) => formatNumber(lang, score);
  const top = marks.filter(({kind}) => kind !== "group");
  const group = marks.filter(({kind}) => kind === "group");
  const anchorOf = (score: number): "start" | "middle" | "end" => {
    const position = (score - domain[0]) / (domain[1] - domain[0]);
    return position < 0.2 ? "start" : position > 0.8 ? "end" : "middle";
  };
  const labels = <T extends {score: number}>(
    rows: readonly T[],
    text: (row: T) => string,
    dy: number,
    bold = false
  ) =>
    (["start", "middle", "end"] as const).map((textAnchor) =>
      Plot.text(
        rows.filter((row) => anchorOf(row.score) === textAnchor),
        {x: "score", y: 0, dy, text, textAnchor, fontWeight: bold ? 700 : undefined, fontSize: bold ? 13 : 12}
      )
    );
  // Two labels above the bar stand one over the other where they would run into each other.
  const pixels = (width * Math.abs((top[0]?.score ?? 0) - (top[1]?.score ?? 0))) / (domain[1] - domain[0]);
  const raised = top.length > 1 && pixels < LABEL_WIDTH ? 16 : 0;
  return Plot.plot({
    document,
    width,
    height: 128 + raised,
    marginLeft,
    marginRight: 14,
    marginTop: 34 + raised,
    marginBottom: 42,
    ariaLabel: t(lang, "chart.scale"),
    x: {domain, axis: null},
    y: {domain: [-1, 1], axis: null},
    marks: [
      Plot.rect([0], {x1: domain[0], x2: cutoff, y1: -0.45, y2: 0.45, fill: COLOR.down, fillOpacity: 0.28}),
      refer === null
        ? null
        : Plot.rect([0], {x1: cutoff, x2: refer, y1: -0.45, y2: 0.45, fill: COLOR.refer, fillOpacity: 0.28}),
      Plot.rect([0], {
        x1: refer ?? cutoff,
        x2: domain[1],
        y1: -0.45,
        y2: 0.45,
        fill: COLOR.up,
        fillOpacity: 0.28
      }),
      range &&
        Plot.rect([range], {
          x1: "low",
          x2: "high",
          y1: -0.45,
          y2: -0.25,
          fill: "currentColor",
          fillOpacity: 0.45
        }),
      Plot.ruleX([cutoff], {y1: -0.75, y2: 0.75, strokeWidth: 2}),
      Plot.text([t(lang, "decision.decline")], {
        x: domain[0],
        y: 0.08,
        dx: 6,
        textAnchor: "start",
        text: (d: string) => d
      }),
      Plot.text([t(lang, "decision.approve")], {
        x: domain[1],
        y: 0.08,
        dx: -6,
        textAnchor: "end",
        text: (d: string) => d
      }),
      // Their tips touch the bar, in which words stand.
      Plot.dot(top, {x: "score", y: 0.82, symbol: "triangle", r: 6, rotate: 180, fill: "currentColor"}),
      Plot.dot(group, {x: "score", y: -0.76, symbol: "triangle", r: 5, fill: COLOR.mark}),
      ...top.flatMap((mark, i) =>
        labels(
          [mark],
          ({kind, score}) => t(lang, LABEL[kind], {score: points(score)}),
          -40 - i * raised,
          true
        )
      ),
      ...labels(group, ({kind, score}) => t(lang, LABEL[kind], {score: points(score)}), 36),
      ...labels([{score: cutoff}], ({score}) => t(lang, "chart.cutoff", {score: points(score)}), 52)
    ]
  });
}
