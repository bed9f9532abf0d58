import * as Plot from "@observablehq/plot";
import {labelAxis} from "../../charts/labelAxis.ts";
import {type ChartOptions, COLOR} from "../../charts/options.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {t} from "../../i18n.ts";
import {segmentLabel} from "./segmentLabel.ts";
import type {Segment, SegmentName, SegmentVariable} from "./segments.ts";

export interface SegmentsOptions extends ChartOptions {
  variable: SegmentVariable;
  /** Upper end of the axis, a share, so that neighbouring charts can be compared. */
  max: number;
  /** Whether a segment is among those that are filtered for; the others are paler. All are when absent. */
  isChosen?: (segment: Segment) => boolean;
  /** A segment to point at, such as that of a client. */
  pointAt?: SegmentName;
}

/** Rows of the drawings of segments, and the room above and below them, in pixels. */
export const SEGMENT_ROW = {top: 8, height: 26, bottom: 38} as const;

/** Draws the sign that points at a segment. */
export function pointer(
  segments: readonly Segment[],
  {pointAt}: SegmentsOptions,
  label: (segment: Segment) => string
): Plot.Markish[] {
  const wanted = JSON.stringify(pointAt);
  const found = segments.filter(({name}) => JSON.stringify(name) === wanted);
  return found.length > 0
    ? [
        Plot.text(found, {
          y: label,
          frameAnchor: "left",
          dx: 2,
          textAnchor: "start",
          text: () => "▶",
          fill: COLOR.mark
        })
      ]
    : [];
}

/** Draws each segment's observed bad rate with its interval as a dot and line, and the mean prediction as a diamond. */
export function segmentsPlot(segments: readonly Segment[], options: SegmentsOptions): Element {
  const {width, lang, document, variable, max, isChosen = () => true} = options;
  const opacity = (segment: Segment) => (isChosen(segment) ? 1 : 0.3);
  const label = (segment: Segment) => segmentLabel(lang, variable, segment.name);
  const observed = segments.filter(({badRate}) => badRate !== null);
  const {marginLeft, axis} = labelAxis(segments.map(label), width);
  const percent = (share: number, digits = 1) => formatPercent(lang, share, digits);
  return Plot.plot({
    document,
    width,
    height: SEGMENT_ROW.top + SEGMENT_ROW.bottom + SEGMENT_ROW.height * segments.length,
    marginLeft,
    marginRight: 52,
    marginTop: SEGMENT_ROW.top,
    marginBottom: SEGMENT_ROW.bottom,
    ariaLabel: t(lang, `segment.${variable}`),
    x: {
      domain: [0, max],
      clamp: true,
      grid: true,
      ticks: width < 400 ? 2 : 4,
      label: t(lang, "axis.badRate"),
      tickFormat: (d: number) => percent(d, 0)
    },
    y: {type: "band", domain: segments.map(label), label: null, tickSize: 0, padding: 0},
    marks: [
      axis,
      Plot.ruleY(observed, {
        x1: (d: Segment) => d.interval![0],
        x2: (d: Segment) => d.interval![1],
        y: label,
        stroke: COLOR.neutral,
        strokeWidth: 3,
        strokeOpacity: 0.6,
        opacity,
        strokeLinecap: "round"
      }),
      Plot.dot(segments, {
        x: "meanPd",
        y: label,
        symbol: "diamond2",
        r: 5,
        opacity,
        stroke: COLOR.mark,
        strokeWidth: 1.75
      }),
      Plot.dot(observed, {
        x: "badRate",
        y: label,
        r: 4,
        opacity,
        fill: COLOR.down,
        tip: true,
        title: (d: Segment) =>
          t(lang, "segment.tip", {
            name: label(d),
            rate: percent(d.badRate!),
            low: percent(d.interval![0]),
            high: percent(d.interval![1]),
            pd: percent(d.meanPd),
            n: formatNumber(lang, d.labelled)
          })
      }),
      ...pointer(segments, options, label),
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
