import {keyBars} from "../../charts/keyBars.ts";
import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";

/** A part of a drawing that the keyboard reaches: what it stands for, what it says, and where it is, in a drawing's units. */
export interface KeyPart<Datum> {
  datum: Datum;
  label: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface KeyParts<Datum> {
  lang: Lang;
  /** What is chosen from. */
  label: string;
  along: "row" | "column";
  parts: readonly KeyPart<Datum>[];
}

/** A scale of a drawing, as far as places are read from it. */
export type PlotScale = {apply(value: unknown): number; bandwidth?: number};

/** Reads a scale of a drawing. */
export const scaleOf = (plot: Element, name: "x" | "y" | "fy"): PlotScale =>
  (plot as Element & {scale(name: string): PlotScale}).scale(name);

/** Lays over a drawing what reaches its parts by keyboard: arrows move, and what is reached is chosen, as by pointing. */
export function withKeys<Datum>(
  plot: Element,
  {lang, label, along, parts}: KeyParts<Datum>,
  choose: (datum: Datum) => void
): Element {
  if (parts.length === 0) return plot;
  const reach = (at: number) => choose(parts[at]!.datum);
  const list = keyBars({
    label,
    hint: t(lang, "chart.keys.parts"),
    along,
    at: 0,
    bars: parts.map(({datum: _datum, ...place}) => ({...place, isChosen: false})),
    onMove: reach,
    onChoose: reach,
    onClear: () => {}
  });
  return html`<div class="key-place">${plot}${list}</div>`;
}
