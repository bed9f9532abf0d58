import {type KeyBars, keyBars} from "../../charts/keyBars.ts";
import {unitPx} from "../../charts/unit.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPercent} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {segmentLabel} from "./segmentLabel.ts";
import type {Segment, SegmentVariable} from "./segments.ts";
import {SEGMENT_ROW} from "./segmentsPlot.ts";

/** What a reader chooses from, and what is chosen. */
export interface SegmentBars extends Pick<KeyBars, "at" | "onMove" | "onClear"> {
  lang: Lang;
  variable: SegmentVariable;
  segments: readonly Segment[];
  isChosen: (segment: Segment) => boolean;
  toggle: (segment: Segment) => void;
  width: number;
}

/** Lays over a drawing of segments what chooses them, by pointer and by keyboard. */
export function withSegmentBars(
  plot: Element,
  {lang, variable, segments, isChosen, toggle, width, ...keys}: SegmentBars
): {element: HTMLElement; list: HTMLElement} {
  plot.classList.add("clickable");
  plot.addEventListener("click", (event) => {
    const y = ((event as MouseEvent).clientY - plot.getBoundingClientRect().top) / unitPx();
    const segment = segments[Math.floor((y - SEGMENT_ROW.top) / SEGMENT_ROW.height)];
    if (segment) toggle(segment);
  });
  const isFiltered = segments.some((segment) => !isChosen(segment));
  const list = keyBars({
    label: t(lang, `segment.${variable}`),
    hint: t(lang, "chart.keys.segments"),
    along: "column",
    bars: segments.map((segment, i) => ({
      label: segmentText(lang, variable, segment),
      isChosen: isFiltered && isChosen(segment),
      left: 0,
      top: SEGMENT_ROW.top + i * SEGMENT_ROW.height,
      width,
      height: SEGMENT_ROW.height
    })),
    onChoose: (i) => toggle(segments[i]!),
    ...keys
  });
  return {element: html`<div class="key-place">${plot}${list}</div>`, list};
}

/** Says of a segment what its drawing shows. */
export function segmentText(lang: Lang, variable: SegmentVariable, segment: Segment): string {
  const {name, clients, badRate, meanPd} = segment;
  return t(lang, "segment.spoken", {
    name: segmentLabel(lang, variable, name),
    n: formatNumber(lang, clients),
    rate: badRate === null ? "–" : formatPercent(lang, badRate),
    pd: formatPercent(lang, meanPd)
  });
}
