import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {Desk} from "./desk.ts";
import {formatMs, latenciesOf} from "./latencies.ts";

/** Numbers that change in their place. */
export type DeskTiles = HTMLElement & {show(desk: Desk): void};

/** Names that are told; how many others there are is said. */
const NAMED = 4;

/** Draws what has come so far in a few numbers. */
export function deskTiles(lang: Lang): DeskTiles {
  const tile = (id: string, label: string) => {
    const value = html`<dd id=${id}>–</dd>`;
    const note = html`<dd class="sub"></dd>`;
    return {element: html`<div><dt>${label}</dt>${value}${note}</div>`, value, note};
  };
  const tiles = {
    received: tile("received", t(lang, "live.received")),
    approved: tile("approved", t(lang, "live.approved")),
    referred: tile("referred", t(lang, "live.referred")),
    declined: tile("declined", t(lang, "live.declined")),
    latency: tile("latency", t(lang, "live.latency")),
    viewers: tile("viewers", t(lang, "live.viewers"))
  };
  const number = (value: number) => formatNumber(lang, value);
  const set = ({value, note}: (typeof tiles)["received"], text: string, below = "") => {
    if (value.textContent !== text) value.textContent = text;
    if (note.textContent !== below) note.textContent = below;
  };
  const element = html`<dl class="tiles">${Object.values(tiles).map((one) => one.element)}</dl>`;
  return Object.assign(element, {
    show({received, dropped, decisions, latencies, viewers, people, cutoff, refer}: Desk) {
      const latency = latenciesOf(latencies);
      const hasNoBand = cutoff !== null && refer === null && decisions.refer === 0;
      set(tiles.received, number(received), dropped ? t(lang, "live.dropped", {n: number(dropped)}) : "");
      set(tiles.approved, number(decisions.approve));
      set(tiles.referred, hasNoBand ? t(lang, "cutoff.tile.noBand") : number(decisions.refer));
      tiles.referred.value.classList.toggle("word", hasNoBand);
      set(tiles.declined, number(decisions.decline));
      set(
        tiles.latency,
        latency ? formatMs(lang, latency.p50) : "–",
        latency
          ? t(lang, "live.latency.note", {p95: formatMs(lang, latency.p95), n: number(latency.n)})
          : t(lang, "live.latency.none")
      );
      set(tiles.viewers, number(viewers), peopleText(lang, people));
    }
  });
}

/** Names those who watch, each once: "Ann, Ben, 2 without a name". */
export function peopleText(lang: Lang, people: readonly string[]): string {
  const names = [...new Set(people.filter((name) => name !== ""))];
  const parts = names.slice(0, NAMED);
  if (names.length > NAMED) parts.push(t(lang, "live.people.more", {n: names.length - NAMED}));
  const nameless = people.filter((name) => name === "").length;
  if (nameless > 0 && names.length > 0) parts.push(t(lang, "live.people.nameless", {n: nameless}));
  return parts.join(", ");
}
