import {formatDefaultLocale} from "d3";
import type {LiveBatch} from "../../../core/live/batch.ts";
import type {Cell} from "../../../core/schema/notebook.ts";
import {setCurrency} from "../../../core/words/money.ts";
import {NUMBER_FORMATS} from "../../charts/numberFormat.ts";
import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import {joinBatches} from "../../library/batches.ts";
import {createStream, type Stream} from "../../library/stream.ts";
import type {Completion, FromFrame, ToFrame} from "../messages.ts";
import {type CellView, createCellView, MODES} from "./cellView.ts";
import {createEvaluator} from "./evaluate.ts";
import {createLibrary} from "./library.ts";
import {nameParts} from "./nameParts.ts";

/** Makes an id for a new cell. */
const newId = (): string => Math.random().toString(36).slice(2, 12);

/** Runs the notebook over the port that the page gave: its cells on the screen, in one runtime. */
function runNotebook(port: MessagePort) {
  const send = (message: FromFrame) => port.postMessage(message);
  const waiting = new Map<number, {resolve: (value: unknown) => void; reject: (error: Error) => void}>();
  const listeners = new Set<(batch: LiveBatch) => void>();
  let calls = 0;
  let changes = 0;
  const tell = (change: Extract<FromFrame, {type: "change"}>["change"]) => {
    changes++;
    send({type: "change", change});
  };
  const call = (name: string, ...args: unknown[]) =>
    new Promise((resolve, reject) => {
      waiting.set(++calls, {resolve, reject});
      send({type: "call", call: calls, name, args});
    });

  /** Follows the batches of the live desk, as the library does on a page. */
  function live(): Stream<LiveBatch> {
    const {stream, push}: {stream: Stream<LiveBatch>; push: (batch: LiveBatch) => void} = createStream(
      joinBatches,
      () => void listeners.delete(push)
    );
    listeners.add(push);
    void call("live");
    return stream;
  }

  const evaluate = createEvaluator(createLibrary(call, live));
  const views = new Map<string, CellView>();
  const list = html`<div class="cells"></div>`;
  let lang: Lang = "en";
  let names: readonly Completion[] = [];

  const orderOf = () => [...list.children].map(({id}) => id);
  const tellOrder = () => tell({order: orderOf()});

  function add(cell: Cell, after: Element | null): CellView {
    const view = createCellView(
      {
        lang,
        names,
        evaluate,
        changed: (changed) => tell({set: [changed]}),
        addAfter: (id, mode) => addNew(mode, views.get(id)?.element ?? null),
        remove(id) {
          const next = views.get(id)?.element.nextElementSibling ?? null;
          drop(id);
          tell({remove: [id]});
          if (next) views.get(next.id)?.focus();
        },
        move
      },
      cell
    );
    views.set(cell.id, view);
    if (after) after.after(view.element);
    else list.prepend(view.element);
    return view;
  }

  function addNew(mode: Cell["mode"], after: Element | null) {
    const cell: Cell = {id: newId(), mode, value: ""};
    const view = add(cell, after);
    tell({set: [cell], order: orderOf()});
    view.focus();
  }

  function drop(id: string) {
    views.get(id)?.remove();
    views.delete(id);
  }

  function move(id: string, by: -1 | 1) {
    const element = views.get(id)?.element;
    const other = by < 0 ? element?.previousElementSibling : element?.nextElementSibling;
    if (!element || !other) return;
    const focused = document.activeElement as HTMLElement | null;
    if (by < 0) other.before(element);
    else other.after(element);
    focused?.focus();
    tellOrder();
  }

  /** Brings the screen to the cells as they are now, and runs those that are new or other. */
  function show(cells: readonly Cell[]) {
    const here = new Set(cells.map(({id}) => id));
    for (const id of [...views.keys()]) if (!here.has(id)) drop(id);
    let before: Element | null = null;
    const fresh: CellView[] = [];
    for (const cell of cells) {
      const known = views.get(cell.id);
      if (known) known.show(cell);
      else fresh.push(add(cell, before));
      const {element} = views.get(cell.id) as CellView;
      const isInPlace = before ? before.nextElementSibling === element : list.firstElementChild === element;
      if (!isInPlace) before ? before.after(element) : list.prepend(element);
      before = element;
    }
    for (const view of fresh) view.run();
  }

  port.onmessage = ({data}: MessageEvent<ToFrame>) => {
    if (data.type === "open") {
      ({lang, names} = data);
      setCurrency(data.currency);
      document.documentElement.lang = lang;
      const numbers = NUMBER_FORMATS[lang];
      if (numbers) formatDefaultLocale(numbers);
      const adders = MODES.map(
        (mode) =>
          html`<button type="button" onclick=${() => addNew(mode, list.lastElementChild)}>
            + ${t(lang, `notebook.${mode}`)}
          </button>`
      );
      const main = html`<main>${list}<div class="adders" role="group" aria-label=${t(lang, "notebook.add")}>${adders}</div></main>`;
      document.body.replaceChildren(main);
      new MutationObserver(() => nameParts(list, t(lang, "notebook.allRows"))).observe(list, {
        childList: true,
        subtree: true
      });
      show(data.cells);
      new ResizeObserver(() => send({type: "height", height: Math.ceil(main.scrollHeight)})).observe(main);
    } else if (data.type === "show") {
      if (data.heard < changes) send({type: "again"});
      else show(data.cells);
    } else if (data.type === "live") for (const listener of [...listeners]) listener(data.batch);
    else {
      const {call: id, value, error} = data;
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.resolve(value);
      else asked?.reject(new Error(error));
    }
  };
}

// A peer connection would be a way out that no policy closes.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"])
  Reflect.deleteProperty(globalThis, name);

addEventListener("message", function start({data, ports, source}) {
  if (source !== parent || data !== "scorebook:notebook" || !ports[0]) return;
  removeEventListener("message", start);
  runNotebook(ports[0]);
});
parent.postMessage("scorebook:frame", "*");
