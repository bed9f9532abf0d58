import {FileAttachment} from "observablehq:stdlib";
import type {LiveBatch} from "../../core/live/batch.ts";
import type {Cell} from "../../core/schema/notebook.ts";
import {currencyOf} from "../currency.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {joinBatches} from "../library/batches.ts";
import {connectLive, type LiveSocket} from "../live/liveSocket.ts";
import {answerCall, createCalls} from "./calls.ts";
import type {Completion, FromFrame, ToFrame} from "./messages.ts";

/** The frame in which the cells run. */
export interface NotebookFrame {
  readonly element: HTMLElement;
  /** Shows the cells as they are now. */
  show(): void;
  /** Starts the frame anew, and with it all that its cells had computed. */
  restart(): void;
  close(): void;
}

/**
 * Creates the frame of `cells()`; `changed` is told what its user does to them. What is typed there is on its way for a
 * while: cells that do not have it yet are shown once they do.
 */
export function createNotebookFrame(parts: {
  lang: Lang;
  names: readonly Completion[];
  cells: () => readonly Cell[];
  changed: (change: Extract<FromFrame, {type: "change"}>["change"]) => void;
}): NotebookFrame {
  const {lang, names, cells, changed} = parts;
  const frame =
    html`<iframe class="notebook-frame" sandbox="allow-scripts" title=${t(lang, "notebook.frame")}></iframe>` as HTMLIFrameElement;
  let heard = 0;
  let port: MessagePort | null = null;
  let socket: LiveSocket | null = null;
  let latest: LiveBatch = {scores: [], dropped: 0, viewers: 0};
  const send = (message: ToFrame) => port?.postMessage(message);

  /** Sends the latest scores to the cells, and from the first time that one asks every batch of the live desk. */
  function live() {
    if (socket) return send({type: "live", batch: latest});
    const tell = (batch: LiveBatch) => {
      latest = {...joinBatches(latest, batch), dropped: 0};
      send({type: "live", batch});
    };
    socket = connectLive(
      {
        onConnection() {},
        onJoin: ({recent, viewers}) => tell({scores: recent, dropped: 0, viewers}),
        onBatch: tell,
        onModel() {},
        onPolicy() {},
        onPeople() {}
      },
      {demoFeed: true}
    );
  }
  const calls = createCalls({live});

  async function hear({data}: MessageEvent<FromFrame>) {
    if (data?.type === "change") {
      heard++;
      changed(data.change);
    } else if (data?.type === "again") show();
    else if (data?.type === "height")
      frame.style.height = `${Math.min(Math.max(Number(data.height) || 0, 200), 60_000)}px`;
    else if (data?.type === "call")
      send({type: "answer", call: data.call, ...(await answerCall(calls, data.name, data.args))});
  }

  const show = () => send({type: "show", cells: cells(), heard});

  function greet({source, data}: MessageEvent) {
    if (source !== frame.contentWindow || data !== "scorebook:frame") return;
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    port.onmessage = hear;
    heard = 0;
    frame.contentWindow?.postMessage("scorebook:notebook", "*", [channel.port2]);
    send({type: "open", lang, currency: currencyOf(document), cells: cells(), names});
  }
  addEventListener("message", greet);

  return {
    element: frame,
    show,
    restart() {
      frame.src = FileAttachment("../../data/notebook-frame.html").href;
    },
    close() {
      removeEventListener("message", greet);
      socket?.close();
      port?.close();
    }
  };
}
