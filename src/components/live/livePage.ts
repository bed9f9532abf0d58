import {resize} from "observablehq:stdlib";
import {asPictures} from "../charts/chartPanel.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {page} from "../shell/page.ts";
import {fetchProvenance} from "../shell/provenance.ts";
import {emptyState} from "../shell/states.ts";
import {readDemoWish, saveDemoWish} from "./demoWish.ts";
import {addBatch, type Desk, EMPTY_DESK, joinDesk, setPaused} from "./desk.ts";
import {deskBinsData} from "./deskBins.ts";
import {deskBinsPlot} from "./deskBinsPlot.ts";
import {createDeskControls} from "./deskControls.ts";
import {createDeskTable} from "./deskTable.ts";
import {connectLive} from "./liveSocket.ts";

/** The drawing follows twice a second; the table and the numbers with every batch. */
const DRAW_INTERVAL_MS = 500;

/** Draws the live desk; it closes its connection when `invalidation` resolves. */
export function livePage(lang: Lang, invalidation: Promise<void>): HTMLElement {
  let desk: Desk = {...EMPTY_DESK, demoFeed: readDemoWish()};
  let isStale = false;
  const table = createDeskTable(lang);
  const tiles = html`<dl class="tiles"></dl>`;
  const empty = emptyState(t(lang, "live.empty"), t(lang, "live.empty.text"));
  let redraw = () => {};

  const change = (next: Desk) => {
    desk = next;
    if (isStale) return;
    isStale = true;
    requestAnimationFrame(show);
  };
  const show = () => {
    isStale = false;
    controls.show(desk);
    tiles.replaceChildren(...deskTiles(lang, desk));
    table.show(desk.latest);
    empty.hidden = desk.latest.length > 0;
    table.element.hidden = desk.latest.length === 0;
  };

  const socket = connectLive(
    {
      onConnection: (connection) => change({...desk, connection}),
      onJoin: (state, askedForDemo) => change(joinDesk(desk, state, askedForDemo)),
      onBatch: (batch) => change(addBatch(desk, batch)),
      onModel: () => void fetchProvenance(lang)
    },
    {demoFeed: desk.demoFeed}
  );
  const controls = createDeskControls(lang, {
    onDemoFeed: (on) => {
      saveDemoWish(on);
      change({...desk, demoFeed: on});
      socket.setDemoFeed(on);
    },
    onPause: () => change(setPaused(desk, !desk.isPaused)),
    requestScore: (clientId) => socket.requestScore(clientId)
  });

  const chart = resize((width) => {
    const place = html`<div style=${{minHeight: "232px"}}></div>`;
    redraw = () => {
      if (desk.cutoff === null)
        return void place.replaceChildren(emptyState("", t(lang, "live.distribution.empty")));
      place.replaceChildren(
        asPictures(deskBinsPlot(deskBinsData(desk.window, desk.cutoff), desk.cutoff, {width, lang}))
      );
    };
    redraw();
    return place;
  });
  let drawn: Desk["window"] | null = null;
  const timer = setInterval(() => {
    if (desk.window === drawn || document.hidden) return;
    drawn = desk.window;
    redraw();
  }, DRAW_INTERVAL_MS);
  void invalidation.then(() => {
    clearInterval(timer);
    socket.close();
  });
  show();

  return page(
    lang,
    "live.title",
    "live.lead",
    controls.element,
    tiles,
    html`<div class="desk">
      <section class="panel"><h2>${t(lang, "live.latest")}</h2>${empty}${table.element}</section>
      <section class="panel"><h2>${t(lang, "live.distribution")}</h2><p class="hint">${t(lang, "live.distribution.hint")}</p>${chart}</section>
    </div>`
  );
}

function deskTiles(lang: Lang, {received, dropped, decisions, viewers}: Desk): HTMLElement[] {
  const tile = (id: string, label: string, value: number, note = "") =>
    html`<div><dt>${label}</dt><dd id=${id}>${formatNumber(lang, value)}</dd>${note && html`<dd class="sub">${note}</dd>`}</div>`;
  return [
    tile(
      "received",
      t(lang, "live.received"),
      received,
      dropped ? t(lang, "live.dropped", {n: formatNumber(lang, dropped)}) : ""
    ),
    tile("approved", t(lang, "live.approved"), decisions.approve),
    tile("referred", t(lang, "live.referred"), decisions.refer),
    tile("declined", t(lang, "live.declined"), decisions.decline),
    tile("viewers", t(lang, "live.viewers"), viewers)
  ];
}
