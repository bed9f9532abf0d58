import * as Plot from "@observablehq/plot";
import {COLOR} from "../../charts/options.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {t} from "../../i18n.ts";
import {segmentLabel} from "./segmentLabel.ts";
import type {Segment} from "./segments.ts";
import {pointer, SEGMENT_ROW, type SegmentsOptions} from "./segmentsPlot.ts";

/** Draws of each segment those who repaid to the right and those who defaulted to the left, as shares of all known outcomes. */
export function goodBadPlot(segments: readonly Segment[], options: SegmentsOptions): Element {
  const {width, lang, document, variable, isChosen = () => true} = options;
  const label = (segment: Segment) => segmentLabel(lang, variable, segment.name);
  const known = Math.max(
    1,
    segments.reduce((sum, {labelled}) => sum + labelled, 0)
  );
  const good = ({labelled, bads}: Segment) => (labelled - bads) / known;
  const bad = ({bads}: Segment) => bads / known;
  const bar = {y: label, insetTop: 4, insetBottom: 4, fillOpacity: (d: Segment) => (isChosen(d) ? 1 : 0.3)};
  return Plot.plot({
    document,
    width,
    height: SEGMENT_ROW.top + SEGMENT_ROW.bottom + SEGMENT_ROW.height * segments.length,
    marginLeft: Math.min(165, width * 0.4),
    marginRight: 52,
    marginTop: SEGMENT_ROW.top,
    marginBottom: SEGMENT_ROW.bottom,
    ariaLabel: t(lang, `segment.${variable}`),
    x: {
      grid: true,
      nice: true,
      ticks: width < 400 ? 3 : 5,
      label: t(lang, "axis.shareOfKnown"),
      tickFormat: (d: number) => formatPercent(lang, Math.abs(d), 0)
    },
    y: {type: "band", domain: segments.map(label), label: null, tickSize: 0, padding: 0},
    marks: [
      Plot.barX(segments, {...bar, x: good, fill: COLOR.up}),
      Plot.barX(segments, {
        ...bar,
        x: (d: Segment) => -bad(d),
        fill: COLOR.down,
        tip: true,
        title: (d: Segment) =>
          t(lang, "segment.goodBad.tip", {
            name: label(d),
            good: formatPercent(lang, good(d)),
            bad: formatPercent(lang, bad(d)),
            n: formatNumber(lang, d.labelled)
          })
      }),
      ...pointer(segments, options, label),
      Plot.ruleX([0]),
      Plot.text(segments, {
        y: label,
        frameAnchor: "right",
        dx: 48,
        textAnchor: "end",
        text: (d: Segment) => formatNumber(lang, d.clients),
        fillOpacity: 0.7
      })
    ]
  });
}
