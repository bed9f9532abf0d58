import {svg} from "htl";
import {html} from "../../dom.ts";
import {formatNumber, formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {roundTicks, type Span, type Step} from "./causeSteps.ts";

/** The line of a step: its words, its bar and its points, which follow what is tried. */
export interface StepRow {
  element: HTMLElement;
  show(step: Step, scale: Scale): void;
}

/** What all bars of a drawing share, in points. */
export interface Scale {
  extent: readonly [low: number, high: number];
  cutoff: number;
}

/** Draws one step; `element` is the button that opens it, or a plain line. */
export function stepRow(lang: Lang, label: string, element: HTMLElement): StepRow {
  const bar = html`<span class="step-bar" aria-hidden="true"></span>`;
  const points = html`<span class="step-points"></span>`;
  element.classList.add("step");
  element.append(html`<span class="step-label">${label}</span>`, bar, points);
  return {
    element,
    show(step, scale) {
      bar.replaceChildren(barOf(step, scale));
      points.replaceChildren(pointsOf(lang, step));
    }
  };
}

/** Draws the axis below the bars, with the cut-off below its numbers, so that neither covers the other. */
export function stepAxis(lang: Lang, {extent, cutoff}: Scale): HTMLElement {
  const at = position(extent);
  const marks = roundTicks(extent, 6).map(
    (tick) => svg`<text x=${at(tick)} y="14" text-anchor="middle">${formatNumber(lang, tick)}</text>`
  );
  const label = svg`<text class="cutoff" x=${at(cutoff)} y="29" text-anchor="middle">${t(lang, "chart.cutoff", {score: formatNumber(lang, cutoff)})}</text>`;
  return html`<div class="step step-axis" aria-hidden="true"><span class="step-label">${t(lang, "axis.points")}</span><span class="step-bar"><svg width="100%" height="33">${marks}${label}</svg></span><span></span></div>`;
}

function barOf({kind, now, was}: Step, {extent, cutoff}: Scale): Element {
  const at = position(extent);
  const isTotal = kind === "base" || kind === "score";
  const isOther = now.start !== was.start || now.points !== was.points;
  const rect = ({start, end, points}: Span, y: number, height: number, name: string) =>
    svg`<rect class=${`${name} ${points < 0 ? "down" : "up"}`} x=${at(Math.min(start, end))} width=${share(extent, Math.abs(end - start))} y=${y} height=${height} rx="1.5"></rect>`;
  const mark = ({end}: Span, name: string, y1: number, y2: number) =>
    svg`<line class=${name} x1=${at(end)} x2=${at(end)} y1=${y1} y2=${y2}></line>`;
  const link = svg`<line class="link" x1=${at(now.end)} x2=${at(now.end)} y1="20" y2="28"></line>`;
  const parts = isTotal
    ? [isOther ? mark(was, "total was", 15, 24) : null, mark(now, "total", 4, 20)]
    : [rect(now, 5, isOther ? 11 : 15, "now"), isOther ? rect(was, 18, 3, "was") : null];
  return svg`<svg width="100%" height="28"><line class="cutoff" x1=${at(cutoff)} x2=${at(cutoff)} y1="0" y2="28"></line>${kind === "score" ? null : link}${parts}</svg>` as Element;
}

function pointsOf(lang: Lang, {kind, now, was}: Step): HTMLElement {
  const isTotal = kind === "base" || kind === "score";
  const write = (span: Span) =>
    isTotal ? formatNumber(lang, span.end, 1) : formatPoints(lang, span.points, 1);
  const tone = isTotal || now.points === 0 ? "" : now.points < 0 ? "down" : "up";
  const before =
    write(now) === write(was)
      ? ""
      : html`<span class="was">${t(lang, "causes.was", {points: write(was)})}</span>`;
  return html`<span><b class=${tone}>${write(now)}</b> ${before}</span>`;
}

const share = ([low, high]: Scale["extent"], points: number): string => `${(100 * points) / (high - low)}%`;
const position = (extent: Scale["extent"]) => (points: number) => share(extent, points - extent[0]);
