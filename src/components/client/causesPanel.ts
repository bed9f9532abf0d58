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
  folded.get(causes[0]?.code ?? "")?.unfold();
  const list = html`<div class="causes">${[...folded.values()].map(({element}) => element)}</div>`;
  return {
    element: html`<section class="panel">
      <h2>${t(lang, "client.contributions")}</h2>
      <p class="hint">${t(lang, "client.contributions.hint")}</p>
      ${list}
    </section>`,
    open(code) {
      const cause = folded.get(code);
      if (!cause) return;
      cause.unfold();
      cause.element.querySelector("summary")?.focus({preventScroll: true});
      list.scrollTop = cause.element.offsetTop;
      list.scrollIntoView({block: "nearest", behavior: calmScroll()});
    }
  };
}

interface FoldedCause {
  element: HTMLElement;
  unfold(): void;
}

/** Draws one cause; its table is made when it is first unfolded. */
function foldedCause(
  lang: Lang,
  cause: CauseContribution,
  points: (value: number) => HTMLElement,
  table: (cause: CauseContribution) => HTMLElement
): FoldedCause {
  const element = html`<details class="cause" data-cause=${cause.code}><summary><span>${cause.label[lang]}</span>${points(cause.points)}</summary></details>`;
  const fill = () => {
    if (element.childElementCount === 1) element.append(table(cause));
  };
  element.addEventListener("toggle", fill);
  return {
    element,
    unfold() {
      fill();
      (element as HTMLDetailsElement).open = true;
    }
  };
}
