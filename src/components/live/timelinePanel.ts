import {foldedTable, panelFoot} from "../charts/chartPanel.ts";
import {dataTable} from "../charts/dataTable.ts";
import {asPictures, responsive} from "../charts/responsive.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {emptyState} from "../shell/states.ts";
import type {Desk} from "./desk.ts";
import {type DrawnStep, timelineData} from "./timeline.ts";
import {decisionsInTimePlot, scoresInTimePlot} from "./timelinePlot.ts";

const DRAW_INTERVAL_MS = 1000;

/** So often it is drawn though nothing has come, for time goes on. */
const IDLE_INTERVAL_MS = 5000;

type Drawn = Pick<Desk, "timeline" | "cutoff" | "aheadMs">;

/** Draws the last ten minutes in place: `show` may be called with every batch, it draws once a second. */
export function timelinePanel(lang: Lang): HTMLElement & {show(desk: Drawn): void} {
  let desk: Drawn = {timeline: [], cutoff: null, aheadMs: 0};
  let isWaiting = false;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let width = 0;
  const upper = html`<div></div>`;
  const lower = html`<div></div>`;
  const place = html`<div class="minutes">${upper}${lower}</div>`;
  const steps = (): DrawnStep[] => timelineData(desk.timeline, Date.now() + desk.aheadMs);
  const draw = () => {
    isWaiting = false;
    clearTimeout(idle);
    if (width === 0) return;
    if (element.isConnected) idle = setTimeout(draw, IDLE_INTERVAL_MS);
    if (desk.timeline.length === 0) {
      lower.replaceChildren();
      return void upper.replaceChildren(emptyState("", t(lang, "live.distribution.empty")));
    }
    const data = steps();
    // One drawing a frame, so that none is kept waiting.
    upper.replaceChildren(asPictures(scoresInTimePlot(data, desk.cutoff, {width, lang})));
    requestAnimationFrame(() => lower.replaceChildren(asPictures(decisionsInTimePlot(data, {width, lang}))));
  };
  const drawing = responsive((available) => {
    width = available;
    draw();
    return place;
  });
  const table = () =>
    dataTable(
      steps().toReversed(),
      [
        {label: t(lang, "live.axis.seconds"), cell: ({from}) => formatNumber(lang, -from), isNumber: true},
        {
          label: t(lang, "decision.approve"),
          cell: ({decisions}) => formatNumber(lang, decisions.approve),
          isNumber: true
        },
        {
          label: t(lang, "decision.refer"),
          cell: ({decisions}) => formatNumber(lang, decisions.refer),
          isNumber: true
        },
        {
          label: t(lang, "decision.decline"),
          cell: ({decisions}) => formatNumber(lang, decisions.decline),
          isNumber: true
        },
        {
          label: t(lang, "live.column.median"),
          cell: ({median}) => formatNumber(lang, median),
          isNumber: true
        },
        {label: t(lang, "live.column.spread"), cell: ({low, high}) => `${low}–${high}`, isNumber: true}
      ],
      {caption: t(lang, "live.decisionsInTime")}
    );
  const element = html`<div>${drawing}${panelFoot(foldedTable(lang, table))}</div>`;
  return Object.assign(element, {
    show(next: Drawn) {
      desk = next;
      if (isWaiting) return;
      isWaiting = true;
      setTimeout(draw, DRAW_INTERVAL_MS);
    }
  });
}
