import {responsive} from "../../charts/responsive.ts";
import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import type {Lane, MarkKind, TimeMark} from "./timeline.ts";
import {heightOf, KIND_SYMBOL, timelinePlot} from "./timelinePlot.ts";
import {markText} from "./timelineText.ts";

/** A lane of the timeline, below which what is opened of it stands. */
export interface LaneView {
  element: HTMLElement;
  /** Shows below the lane what a mark leads to; null closes. */
  open(content: HTMLElement | null): void;
}

const SIGNS: Partial<Record<string, string>> = {
  circle: "○",
  diamond: "◇",
  triangle: "△",
  times: "✕",
  square: "□"
};

interface ScaledPlot extends Element {
  scale(name: "x" | "y"): {apply(value: number): number};
}

/**
 * Draws a lane with a cursor over its marks: the pointer takes the nearest, arrows lead from one to the next, Home and
 * End to the ends; a click or Enter chooses. One stop for the tabulator.
 */
export function timelineLane(
  lang: Lang,
  lane: Lane,
  {from, hasAxis}: {from: number; hasAxis: boolean},
  choose: (mark: TimeMark) => void
): LaneView {
  const {name, marks} = lane;
  const title = t(lang, `timeline.${name}`);
  const now = html`<span class="lane-now" aria-hidden="true"></span>`;
  const place = html`<div></div>`;
  let at = marks.length - 1;

  const draw = (width: number) => {
    const plot = timelinePlot(lane, {width, lang, from, hasAxis}) as ScaledPlot;
    const [x, y] = [plot.scale("x"), plot.scale("y")];
    const points = marks.map((mark) => ({
      x: x.apply((mark.from + mark.to) / 2),
      from: x.apply(mark.from),
      to: x.apply(mark.to),
      y: y.apply(heightOf(mark) + (name === "elsewhere" || name === "here" || name === "enquiries" ? 0.5 : 0))
    }));
    const dot = html`<span class="lane-point" hidden></span>`;
    const cursor = html`<div class="lane-cursor" role="slider" tabindex="0" aria-label=${title} aria-valuemin="1" aria-valuemax=${marks.length}>${dot}</div>`;
    const go = (to: number) => {
      at = Math.min(Math.max(to, 0), marks.length - 1);
      const {x, y} = points[at]!;
      Object.assign(dot.style, {left: `${x}px`, top: `${y}px`});
      dot.hidden = false;
      cursor.setAttribute("aria-valuenow", String(at + 1));
      cursor.setAttribute("aria-valuetext", markText(lang, marks[at]!));
      now.textContent = markText(lang, marks[at]!);
    };
    const nearest = (event: MouseEvent) => {
      const {left, top} = cursor.getBoundingClientRect();
      const [px, py] = [event.clientX - left, event.clientY - top];
      const far = points.map(({from, to, y}) => Math.hypot(Math.max(from - px, 0, px - to), py - y));
      return far.indexOf(Math.min(...far));
    };
    cursor.setAttribute("aria-valuenow", String(at + 1));
    cursor.setAttribute("aria-valuetext", markText(lang, marks[at]!));
    cursor.addEventListener("focus", () => go(at));
    cursor.addEventListener("pointermove", (event) => go(nearest(event)));
    cursor.addEventListener("click", (event) => {
      go(nearest(event));
      choose(marks[at]!);
    });
    cursor.addEventListener("keydown", (event) => {
      const {key} = event as KeyboardEvent;
      const last = marks.length - 1;
      const to = {
        ArrowLeft: at - 1,
        ArrowDown: at - 1,
        ArrowRight: at + 1,
        ArrowUp: at + 1,
        Home: 0,
        End: last
      }[key];
      if (to !== undefined) go(to);
      else if (key === "Enter" || key === " ") choose(marks[at]!);
      else return;
      event.preventDefault();
    });
    return html`<div class="lane-place">${plot}${cursor}</div>`;
  };

  return {
    element: html`<div class="lane" data-lane=${name}>
      <div class="lane-head"><h3>${title}</h3> ${legend(lang, marks)} ${now}</div>
      ${responsive(draw)}${place}
    </div>`,
    open: (content) => (content ? place.replaceChildren(content) : place.replaceChildren())
  };
}

/** Names the kinds of marks that a lane has, each with its shape and colour. */
function legend(lang: Lang, marks: readonly TimeMark[]): HTMLElement {
  const kinds = [...new Set(marks.map(({kind}) => kind))];
  const sign = (kind: MarkKind) => SIGNS[String(KIND_SYMBOL[kind] ?? "")] ?? "▬";
  return html`<span class="lane-legend">${kinds.map(
    (kind) =>
      html`<span><span class=${`kind-${kind}`} aria-hidden="true">${sign(kind)}</span> ${t(lang, `timeline.kind.${kind}`)}</span> `
  )}</span>`;
}
