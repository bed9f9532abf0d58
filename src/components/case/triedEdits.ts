import {MAX_EDITS} from "../../core/schema/case.ts";
import {html, whenOther} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {cellForm} from "./cellForm.ts";
import {editLabel, editValue, type Words} from "./editLabel.ts";
import {type CasePart, type CaseView, type Change, mayChange, reveal} from "./parts.ts";
import {scenariosPart} from "./scenarios.ts";
import {triedResult} from "./triedResult.ts";

/** Draws what is tried on the client together: a cell more, each edit with who made it, what they lead to, scenarios. */
export function triedEdits(lang: Lang, words: Words, change: Change): CasePart {
  const form = cellForm(lang, words, change);
  const scenarios = scenariosPart(lang, change);
  const list = html`<ul class="edits"></ul>`;
  const none = html`<p class="muted">${t(lang, "case.tried.none")}</p>`;
  const reset = html`<button type="button" onclick=${() => change({reset: true})}>${t(lang, "case.tried.reset")}</button>`;
  const result = html`<div></div>`;

  function show(view: CaseView) {
    const {edits, waiting, state, result: next} = view;
    const may = mayChange(view);
    reveal(form, may && edits.length < MAX_EDITS);
    reveal(none, edits.length === 0);
    reveal(reset, may && edits.length > 1);
    showList({edits, may});
    const isEmpty = edits.length === 0 || state === null;
    showResult({next, isEmpty: next === null && isEmpty, isWaiting: next === null && waiting.length > 0});
    scenarios.show(view);
  }

  /** Draws the edits when they are others, or somebody has changed them. */
  const showList = whenOther(({edits, may}: Pick<CaseView, "edits"> & {may: boolean}) =>
    list.replaceChildren(
      ...edits.map((edit) => {
        const label = editLabel(lang, words, edit);
        const isWaiting = edit.at === "";
        const back = () => change({unset: [edit.key]});
        const note = isWaiting ? t(lang, "case.note.waiting") : t(lang, "case.tried.by", {name: edit.by});
        return html`<li class=${isWaiting ? "waiting" : ""}><span>${t(lang, "case.tried.label", {label})} <b>${editValue(lang, words, edit)}</b></span> <span class="muted">${note}</span> ${may && !isWaiting ? html`<button type="button" class="link" aria-label=${t(lang, "case.tried.backOf", {label})} onclick=${back}>${t(lang, "case.tried.back")}</button>` : null}</li>`;
      })
    )
  );

  /** Draws the result when it is another one: an opened table in it stays open meanwhile. */
  const showResult = whenOther(
    ({next, isEmpty, isWaiting}: {next: CaseView["result"]; isEmpty: boolean; isWaiting: boolean}) => {
      if (next) return result.replaceChildren(triedResult(lang, next));
      if (isEmpty) return result.replaceChildren();
      result.replaceChildren(
        html`<p class="muted">${t(lang, isWaiting ? "case.tried.computing" : "case.tried.cannot")}</p>`
      );
    }
  );

  const element = html`<section class="panel"><h3>${t(lang, "case.tried")}</h3><p class="hint">${t(lang, "case.tried.hint")}</p>${form}${none}${list}${reset}${result}${scenarios.element}</section>`;
  return {element, show};
}
