import type {ManifestFeature} from "../../core/schema/manifest.ts";
import {html} from "../dom.ts";
import {formatPercent} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import type {FeatureSummary} from "./featureSummary.ts";
import {tableLabel} from "./tableLabel.ts";

/**
 * Lists features with a note on each, an input whose value is the name of the chosen one; null when none has the name
 * it was given.
 */
export function featureList<T extends Pick<ManifestFeature, "name" | "label">>(
  lang: Lang,
  features: readonly T[],
  chosen: string | null,
  note: (feature: T) => string
): Input<string | null> {
  const list = html`<ul class="feature-list">${features.map(
    (
      feature
    ) => html`<li><button type="button" data-feature=${feature.name} onclick=${() => change(feature.name)}>
      <span>${feature.label[lang]}</span>
      <small>${note(feature)}</small>
    </button></li>`
  )}</ul>`;
  const mark = (name: string | null) => {
    for (const button of list.querySelectorAll("button"))
      button.setAttribute("aria-current", String(button.dataset.feature === name));
  };
  mark(chosen);
  requestAnimationFrame(() => {
    const current = list.querySelector<HTMLElement>('[aria-current="true"]');
    if (current) list.scrollTop = current.offsetTop - list.offsetTop;
  });
  const {element, change} = asInput(list, chosen, mark);
  return element;
}

/** Writes where a feature comes from and how often it is missing. */
export function sourceNote(lang: Lang, {tables, missingRate}: FeatureSummary): string {
  const table = tables[0] ? tableLabel(lang, tables[0]) : "";
  if (missingRate < 0.005) return table;
  return `${table} · ${t(lang, "features.missing.short", {share: formatPercent(lang, missingRate, 0)})}`;
}
