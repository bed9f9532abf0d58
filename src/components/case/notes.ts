import type {CaseState} from "../../core/schema/case.ts";
import {MAX_NOTE} from "../../core/schema/decision.ts";
import {html, uniqueId, whenOther} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {type CasePart, type CaseView, type Change, formatWhen, mayChange, reveal} from "./parts.ts";

/** Notes that are in sight; earlier ones are folded away. */
const SHOWN = 5;

/** Draws the notes, newest first, with those that wait, and a field for one more. */
export function notesPart(lang: Lang, change: Change): CasePart {
  const id = uniqueId("note");
  const field =
    html`<textarea id=${id} rows="2" maxlength=${MAX_NOTE} required></textarea>` as HTMLTextAreaElement;
  const send = (event: Event) => {
    event.preventDefault();
    const note = field.value.trim();
    if (note === "") return;
    field.value = "";
    change({note});
  };
  const sendByKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
  };
  field.addEventListener("keydown", sendByKey);
  const form = html`<form class="stack" onsubmit=${send}><label for=${id}>${t(lang, "case.note")}</label>${field}<div><button>${t(lang, "case.note.add")}</button></div></form>`;
  const list = html`<ul class="notes"></ul>`;
  const older = html`<ul class="notes"></ul>`;
  const count = html`<summary></summary>`;
  const fold = html`<details hidden>${count}${older}</details>`;
  const none = html`<p class="muted">${t(lang, "case.notes.none")}</p>`;

  function show(view: CaseView) {
    const {state, waiting, me} = view;
    const may = mayChange(view);
    reveal(form, may);
    if (!state) return;
    const unsent = waiting.flatMap(({change: {note}}) => (note === undefined ? [] : [note]));
    showList({notes: state.notes, unsent, me: may ? me : null});
  }

  /** Draws the notes, of which whoever is `me` may remove their own. */
  const showList = whenOther(
    ({notes, unsent, me}: {notes: CaseState["notes"]; unsent: string[]; me: string | null}) => {
      const kept = [...notes].reverse().map(({id: noteId, by, at, text}) => {
        const remove = () => change({removeNote: noteId});
        const label = t(lang, "case.note.removeOf", {text: text.slice(0, 40)});
        return html`<li><p>${text}</p><span class="muted">${by}, ${formatWhen(lang, at)}</span> ${by === me ? html`<button type="button" class="link" aria-label=${label} onclick=${remove}>${t(lang, "case.note.remove")}</button>` : null}</li>`;
      });
      const late = unsent.map(
        (note) =>
          html`<li class="waiting"><p>${note}</p><span class="muted">${t(lang, "case.note.waiting")}</span></li>`
      );
      const all = [...late.reverse(), ...kept];
      list.replaceChildren(...all.slice(0, SHOWN));
      older.replaceChildren(...all.slice(SHOWN));
      count.textContent = t(lang, "case.more", {n: all.length - SHOWN});
      reveal(fold, all.length > SHOWN);
      reveal(none, all.length === 0);
    }
  );
  const element = html`<section class="panel"><h3>${t(lang, "case.notes")}</h3>${none}${list}${fold}${form}</section>`;
  return {element, show};
}
