import type {CauseContribution, FeatureContribution} from "../../core/schema/explanation.ts";
import {dataTable} from "../charts/dataTable.ts";
import {calmScroll, html} from "../dom.ts";
import {formatPoints} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import type {Dossier} from "./clientInput.ts";
import {featureValue} from "./featureValue.ts";
import {NOTHING_OPENED, type Opened} from "./opened.ts";

/**
 * Lists all causes, strongest first, each of which unfolds to its features; the strongest is unfolded. An input of
 * what is opened: it turns to a cause that is opened elsewhere.
 */
export function causesList(lang: Lang, {explanation, catalogue}: Dossier): Input<Opened> {
  const {causes, features} = explanation;
  const points = (value: number) =>
    html`<span class=${value < 0 ? "down" : "up"}>${formatPoints(lang, value, 1)}</span>`;
  const table = ({code, label}: CauseContribution) =>
    dataTable(
      features.filter(({cause}) => cause === code),
      [
        {
          label: t(lang, "column.feature"),
          cell: ({name, label}: FeatureContribution) =>
            html`<button type="button" class="link" data-feature=${name} onclick=${() => change({cause: code, feature: name})}>${label[lang]}</button>`
        },
        {
          label: t(lang, "column.value"),
          cell: ({name, value}) => featureValue(lang, value, catalogue.get(name)?.unit)
        },
        {label: t(lang, "column.points"), cell: (feature) => points(feature.points), isNumber: true}
      ],
      {caption: label[lang]}
    );
  const folded = new Map(causes.map((cause) => [cause.code, foldedCause(lang, cause, points, table)]));
  folded.get(causes[0]?.code ?? "")?.unfold();
  const list = html`<div class="causes">${[...folded.values()].map(({element}) => element)}</div>`;
  const turnTo = ({cause: code, feature}: Opened) => {
    const cause = folded.get(code ?? "");
    if (!cause) return;
    cause.unfold();
    list.scrollTop = cause.element.offsetTop;
    if (feature !== null) return;
    cause.element.querySelector("summary")?.focus({preventScroll: true});
    list.scrollIntoView({block: "nearest", behavior: calmScroll()});
  };
  const {element, change} = asInput(list, NOTHING_OPENED, turnTo);
  return element;
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
