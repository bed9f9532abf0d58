import type {PointLimits} from "../../core/portfolio/limitOutcomes.ts";
import {html} from "../dom.ts";
import {formatNumber} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";

/** Points that the slider of the refer band reaches to. */
export const WIDEST_BAND = 100;

/** A choice of limits that can be taken back to those in force. */
export type CutoffInput = Input<PointLimits> & {setNow(now: PointLimits): void};

/** Makes two sliders, each with a field for the same number, and buttons that lead to cut-offs worth a look. */
export function cutoffInput(
  lang: Lang,
  {
    initial,
    now,
    cheapest,
    range
  }: {
    initial: PointLimits;
    now: PointLimits;
    /** Least and greatest cut-off of the slider, whole points. */
    range: readonly [number, number];
    cheapest: number;
  }
): CutoffInput {
  let inForce = now;
  const change = (part: Partial<PointLimits>) => made.change({...made.element.value, ...part});
  const cutoff = slider(t(lang, "cutoff.cutoff"), range, (value) => change({cutoff: value}));
  const band = slider(t(lang, "cutoff.band"), [0, WIDEST_BAND], (value) => change({referBand: value}));
  const back = html`<button type="button" onclick=${() => change(inForce)}></button>`;
  const best = html`<button type="button" onclick=${() => change({cutoff: cheapest})}>${t(lang, "cutoff.cheapest", {score: formatNumber(lang, cheapest)})}</button>`;
  const element = html`<div class="cutoff-input" role="group" aria-label=${t(lang, "cutoff.choose")}>
    ${cutoff.element}${band.element}
    <p class="cutoff-buttons">${back} ${best}</p>
  </div>`;
  const show = (limits: PointLimits) => {
    cutoff.show(limits.cutoff);
    band.show(limits.referBand);
    back.textContent = t(lang, "cutoff.back", {score: formatNumber(lang, inForce.cutoff, 1)});
  };
  const made = asInput<PointLimits>(element, initial, show);
  show(initial);
  return Object.assign(made.element, {
    setNow(next: PointLimits) {
      inForce = next;
      show(made.element.value);
    }
  });
}

/** Makes a slider and a field of one number; the field takes what is beyond the slider only when it is a number. */
function slider(label: string, [min, max]: readonly [number, number], onChange: (value: number) => void) {
  const range =
    html`<input type="range" min=${min} max=${max} step="1" aria-label=${label}>` as HTMLInputElement;
  const field =
    html`<input type="number" min=${min} max=${max} step="1" aria-label=${label}>` as HTMLInputElement;
  range.addEventListener("input", () => onChange(range.valueAsNumber));
  field.addEventListener("change", () => {
    const value = Math.round(field.valueAsNumber);
    if (Number.isFinite(value)) onChange(Math.min(max, Math.max(min, value)));
  });
  return {
    element: html`<div class="slider"><span aria-hidden="true">${label}</span>${range}${field}</div>`,
    show(value: number) {
      range.value = String(value);
      if (field.value !== String(value)) field.value = String(value);
    }
  };
}
