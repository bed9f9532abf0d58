import {html, uniqueId} from "../../dom.ts";
import {type Lang, t} from "../../i18n.ts";
import {type Compared, featureSteps, type Step} from "../causes/causeSteps.ts";
import {type Scale, type StepRow, stepRow} from "../causes/stepRow.ts";

/** What is drawn beneath an opened feature; it follows what is tried. */
export interface OpenedFeature {
  element: HTMLElement;
  show(compared: Compared): void;
}
export type OpenFeature = (name: string, compared: Compared) => OpenedFeature;

/** The bars of one cause's features. */
export interface FeatureBars {
  element: HTMLElement;
  show(compared: Compared, cause: Step, scale: Scale): void;
  /** Opens a feature and closes the one that was open; null closes alone. */
  open(name: string | null): void;
  /** The line of a feature; undefined for none. */
  buttonOf(name: string | null): HTMLElement | undefined;
}

/**
 * Draws an opened cause as the steps of its features, which lead from where the cause begins to where it ends. Features
 * that add no point are one line that unfolds. `choose` is told what a reader opens or closes.
 */
export function featureBars(
  lang: Lang,
  openFeature: OpenFeature,
  choose: (name: string | null) => void
): FeatureBars {
  const rows = new Map<string, StepRow>();
  const list = html`<ol class="steps features"></ol>`;
  const rest = html`<button type="button" class="link step-more" onclick=${() => showAll()}></button>`;
  let isWhole = false;
  let opened: (OpenedFeature & {name: string}) | null = null;
  let last: [Compared, Step, Scale] | null = null;

  function showAll(): void {
    const first = last && featureSteps(last[0], last[1]).find(({code}) => !rows.has(code));
    isWhole = true;
    draw();
    if (first) rows.get(first.code)?.element.focus();
  }

  function draw(): void {
    if (!last) return;
    const [compared, cause, scale] = last;
    const steps = featureSteps(compared, cause);
    const isShown = ({code, now, was}: Step) =>
      isWhole || rows.has(code) || code === opened?.name || now.points !== 0 || was.points !== 0;
    let before: Element | null = null;
    for (const step of steps.filter(isShown)) {
      let row = rows.get(step.code);
      if (!row) {
        row = stepRow(lang, step.label![lang], lineOf(step.code));
        rows.set(step.code, row);
        const item = html`<li>${row.element}</li>`;
        if (before) before.after(item);
        else list.prepend(item);
      }
      row.show(step, scale);
      before = row.element.parentElement;
    }
    const hidden = steps.length - rows.size;
    rest.textContent = t(lang, "causes.features.none", {n: hidden});
    rest.hidden = hidden === 0;
  }

  const lineOf = (name: string) =>
    html`<button type="button" tabindex="-1" aria-expanded="false" data-feature=${name} onclick=${() => choose(opened?.name === name ? null : name)}></button>`;

  function close(): void {
    if (!opened) return;
    opened.element.remove();
    rows.get(opened.name)?.element.setAttribute("aria-expanded", "false");
    opened = null;
  }

  return {
    element: html`<div>${list}${rest}</div>`,
    show(...given) {
      last = given;
      draw();
      opened?.show(given[0]);
    },
    open(name) {
      if (opened?.name === name) return;
      close();
      if (name === null || !last) return;
      const [compared, cause] = last;
      if (!featureSteps(compared, cause).some(({code}) => code === name)) return;
      opened = {...openFeature(name, compared), name};
      draw();
      const button = rows.get(name)!.element;
      opened.element.id ||= uniqueId("feature");
      button.after(opened.element);
      button.setAttribute("aria-expanded", "true");
      button.setAttribute("aria-controls", opened.element.id);
    },
    buttonOf: (name) => (name === null ? undefined : rows.get(name)?.element)
  };
}
