import {panelFoot} from "../charts/chartPanel.ts";
import {asPictures, responsive} from "../charts/responsive.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {openAsNotebook} from "../notebook/openAsNotebook.ts";
import {emptyState} from "../shell/states.ts";
import type {Desk} from "./desk.ts";
import {deskBinsData} from "./deskBins.ts";
import {deskBinsPlot} from "./deskBinsPlot.ts";

const DRAW_INTERVAL_MS = 500;

/** The notebook cells that draw the same, as the scores come. */
const LIVE_CELL = `const limit = await cutoff();
const batch = live();
// ---
const newest = Mutable([]);
const take = (scores) => (newest.value = [...newest.value, ...scores].slice(-1000));
// ---
take(batch.scores.map((d) => d.score));
// ---
scoreHistogram(newest, {cutoff: limit.score})`;

type Drawn = Pick<Desk, "window" | "cutoff">;

/** Draws how the newest scores are spread, in place: `show` may be called with every batch, it draws twice a second. */
export function deskChart(lang: Lang): HTMLElement & {show(desk: Drawn): void} {
  let desk: Drawn = {window: [], cutoff: null};
  let isWaiting = false;
  let width = 0;
  const place = html`<div style=${{minHeight: "232px"}}></div>`;
  const draw = () => {
    isWaiting = false;
    if (desk.cutoff === null)
      return void place.replaceChildren(emptyState("", t(lang, "live.distribution.empty")));
    const bins = deskBinsData(desk.window, desk.cutoff);
    place.replaceChildren(asPictures(deskBinsPlot(bins, desk.cutoff, {width, lang})));
  };
  const drawing = responsive((available) => {
    width = available;
    draw();
    return place;
  });
  const element = html`<div>${drawing}${panelFoot(openAsNotebook(lang, LIVE_CELL))}</div>`;
  return Object.assign(element, {
    show(next: Drawn) {
      if (next.window === desk.window) return;
      desk = next;
      if (!isWaiting) setTimeout(draw, DRAW_INTERVAL_MS);
      isWaiting = true;
    }
  });
}
