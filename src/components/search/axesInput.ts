import type {StudyAnswer, StudyParameter} from "../../core/schema/study.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {numericParameters} from "./contour.ts";
import {importanceData} from "./importance.ts";

/** The names of the two parameters of a contour; null when a study has fewer. */
export type AxisNames = readonly [string, string] | null;

/**
 * Chooses two parameters, the two that explain most to begin with.
 * @param kept holds what was chosen, which stays when the study grows
 */
export function axesInput(lang: Lang, study: StudyAnswer, kept: {axes: AxisNames}): Input<AxisNames> {
  const names = numericParameters(study).map(({name}) => name);
  const first = kept.axes ?? firstAxes(study);
  const selects = [0, 1].map((at) => {
    const select = html`<select>${names.map(
      (name) => html`<option value=${name} selected=${name === first?.[at]}>${name}</option>`
    )}</select>` as HTMLSelectElement;
    select.addEventListener("change", () => {
      kept.axes = [selects[0]!.value, selects[1]!.value];
      change(kept.axes);
    });
    return select;
  });
  const {element, change} = asInput<AxisNames>(
    html`<div class="controls">
      <label>${t(lang, "search.contour.x")} ${selects[0]}</label>
      <label>${t(lang, "search.contour.y")} ${selects[1]}</label>
    </div>`,
    first,
    (value) => {
      selects.forEach((select, at) => {
        if (value) select.value = value[at]!;
      });
    }
  );
  return element;
}

/** The two numeric parameters that explain most, or the first two while there are too few trials to tell. */
export function firstAxes(study: StudyAnswer): AxisNames {
  const names = numericParameters(study).map(({name}) => name);
  if (names.length < 2) return null;
  const ranked = (importanceData(study)?.parameters ?? [])
    .map(({name}) => name)
    .filter((name) => names.includes(name));
  const [x, y] = ranked.length >= 2 ? ranked : names;
  return [x!, y!];
}

/** Finds the parameters of two names in a study. */
export function axesOf(
  study: StudyAnswer,
  names: AxisNames
): readonly [StudyParameter, StudyParameter] | null {
  const [x, y] = (names ?? []).map((name) => numericParameters(study).find((one) => one.name === name));
  return x && y && x !== y ? [x, y] : null;
}
