import type {CauseContribution, FeatureContribution} from "../../core/schema/explanation.ts";
import {dataTable} from "../charts/dataTable.ts";
import {calmScroll, html} from "../dom.ts";
import {formatPoints} from "../format.ts";
import {type Lang, t} from "../i18n.ts";

export interface CausesParts {
  lang: Lang;
  /** Strongest first. */
  causes: readonly CauseContribution[];
  features: readonly FeatureContribution[];
  shownValue: (feature: FeatureContribution) => string;
  openFeature: (name: string) => void;
}

export interface CausesPanel {
  element: HTMLElement;
  /** Unfolds a cause and turns to it. */
  open(code: string): void;
}

/** Creates the list of all causes, each of which unfolds to its features; the strongest is unfolded. */
export function createCauses({lang, causes, features, shownValue, openFeature}: CausesParts): CausesPanel {
  const points = (value: number) =>
    html`<span class=${value < 0 ? "down" : "up"}>${formatPoints(lang, value, 1)}</span>`;
  const table = ({code, label}: CauseContribution) =>
    dataTable(
      features.filter(({cause}) => cause === code),
      [
        {
          label: t(lang, "column.feature"),
          cell: ({name, label}) =>
            html`<button type="button" class="link" data-feature=${name} onclick=${() => openFeature(name)}>${label[lang]}</button>`
        },
        {label: t(lang, "column.value"), cell: shownValue},
        {label: t(lang, "column.points"), cell: (feature) => points(feature.points), isNumber: true}
      ],
      {caption: label[lang]}
    );
  const folded = new Map(causes.map((cause) => [cause.code, foldedCause(lang, cause, points, table)]));
  const first = folded.get(causes[0]?.code ?? "");
  if (first) first.open = true;
  return {
    element: html`<section class="panel">
      <h2>${t(lang, "client.contributions")}</h2>
      <p class="hint">${t(lang, "client.contributions.hint")}</p>
      <div class="causes">${[...folded.values()]}</div>
    </section>`,
    open(code) {
      const details = folded.get(code);
      if (!details) return;
      details.open = true;
      details.querySelector("summary")?.focus({preventScroll: true});
      details.scrollIntoView({block: "nearest", behavior: calmScroll()});
    }
  };
}

/** Draws one cause; its table is made when it is first unfolded. */
function foldedCause(
  lang: Lang,
  cause: CauseContribution,
  points: (value: number) => HTMLElement,
  table: (cause: CauseContribution) => HTMLElement
): HTMLDetailsElement {
  const details = html`<details class="cause" data-cause=${cause.code}><summary><span>${cause.label[lang]}</span>${points(cause.points)}</summary></details>`;
  details.addEventListener("toggle", () => details.append(table(cause)), {once: true});
  return details as HTMLDetailsElement;
}
