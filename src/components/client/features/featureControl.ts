import {categoryLabel} from "../../../core/words/categories.ts";
import {html} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import type {CatalogueEntry, Cell} from "../clientApi.ts";
import {faultText} from "../history/editCells.ts";
import {paced} from "../whatIf/paced.ts";
import type {WhatIfInput} from "../whatIf/whatIfInput.ts";
import {setFeature} from "../whatIf/whatIfState.ts";
import {type FeatureSpread, featureRange} from "./featureRange.ts";
import {featureValue} from "./featureValue.ts";

/** What a feature is dragged with; it follows what is tried elsewhere. */
export interface FeatureControl {
  element: HTMLElement;
  show(value: Cell): void;
}

/**
 * Draws what sets a feature by hand, whatever the records say: a slider over the values of all clients, or its words to
 * choose from; missing, and back to the records. What it is refused is said below it.
 */
export function featureControl(
  lang: Lang,
  entry: CatalogueEntry,
  spread: FeatureSpread | undefined,
  own: Cell,
  tried: WhatIfInput
): FeatureControl {
  const {name, label, unit, categories} = entry;
  const fault = html`<span class="cell-fault" role="alert"></span>`;
  const output = html`<output></output>`;
  const back =
    html`<button type="button" class="link" onclick=${() => attempt(undefined, false)}>${t(lang, "feature.back")}</button>` as HTMLButtonElement;
  const missing = html`<button type="button" class="link" onclick=${() => attempt(null, false)}>${t(lang, "feature.missing")}</button>`;
  let isDragging = false;
  const attempt = paced(async (value: Cell | undefined, continues: boolean) => {
    try {
      await tried.attempt((edits) => setFeature(edits, name, value), continues);
      fault.replaceChildren();
    } catch (error) {
      fault.replaceChildren(faultText(lang, error, name));
    }
  });
  const range = featureRange(entry, spread, own);
  const said = t(lang, "feature.try", {label: label[lang]});
  const field = range ? slider() : chooser();

  function slider(): HTMLInputElement {
    const {least, most, step} = range!;
    const input =
      html`<input type="range" min=${least} max=${most} step=${step} aria-label=${said}>` as HTMLInputElement;
    input.addEventListener("input", () => {
      output.textContent = featureValue(lang, input.valueAsNumber, unit);
      void attempt(input.valueAsNumber, isDragging);
      isDragging = true;
    });
    input.addEventListener("change", () => {
      isDragging = false;
    });
    return input;
  }

  function chooser(): HTMLSelectElement | null {
    if (!categories) return null;
    const select =
      html`<select aria-label=${said}>${categories.map((word) => html`<option value=${word}>${categoryLabel(lang, word)}</option>`)}</select>` as HTMLSelectElement;
    select.addEventListener("change", () => void attempt(select.value, false));
    return select;
  }

  const element = html`<div class="feature-control"><b>${t(lang, "feature.title")}</b> ${field} ${range ? output : null} ${missing} ${back} ${fault}</div>`;
  for (const touch of ["pointerenter", "pointerdown", "focusin"])
    element.addEventListener(touch, () => tried.prepare());
  return {
    element,
    show(value) {
      back.hidden = !(name in tried.value.features);
      output.textContent = featureValue(lang, value, unit);
      if (field && value !== null && !isDragging) field.value = String(value);
    }
  };
}
