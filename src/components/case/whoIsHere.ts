import {html, whenOther} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {saveName} from "../notebook/store.ts";
import {type CasePart, type CaseView, type Change, formatWhen, mayChange, reveal} from "./parts.ts";

/** Draws who has the case open, how the connection is, and who works on it. */
export function whoIsHere(
  lang: Lang,
  {change, rename}: {change: Change; rename(name: string): void}
): CasePart {
  const connection = html`<span class="connection" role="status"></span>`;
  const status = html`<span class="tag"></span>`;
  const people = html`<ul class="people" aria-label=${t(lang, "case.here")}></ul>`;
  const claimed = html`<span class="muted"></span>`;
  const button = (key: "case.claim" | "case.unclaim" | "case.reopen", onclick: () => void) =>
    html`<button type="button" onclick=${onclick}>${t(lang, key)}</button>`;
  const claim = button("case.claim", () => change({claim: true}));
  const unclaim = button("case.unclaim", () => change({claim: false}));
  const reopen = button("case.reopen", () => change({status: "open"}));
  const name =
    html`<input type="text" maxlength="60" size="12" autocomplete="off" title=${t(lang, "case.name.hint")} onchange=${() => {
      saveName(name.value.trim());
      rename(name.value.trim());
    }}>` as HTMLInputElement;
  const own = html`<label class="inline">${t(lang, "case.name")} ${name}</label>`;
  const element = html`<div class="case-who">
    <div class="controls">${connection}${status}${own}</div>
    <div class="controls"><span class="muted">${t(lang, "case.here")}</span>${people}</div>
    <div class="controls">${claimed}${claim}${unclaim}${reopen}</div>
  </div>`;

  function show(view: CaseView) {
    const {state, connection: how, me, session} = view;
    connection.className = `connection ${how}`;
    connection.textContent = t(lang, `case.${how}`);
    reveal(own, session.isOpen);
    if (document.activeElement !== name) name.value = me;
    showPeople(peopleOf(view));
    if (!state) return;
    status.textContent = t(lang, `case.status.${state.status}`);
    claimed.textContent = state.claim
      ? t(lang, "case.claimed", {name: state.claim.by, time: formatWhen(lang, state.claim.at)})
      : t(lang, "case.claimed.none");
    const may = mayChange(view);
    reveal(claim, may && !state.claim);
    reveal(unclaim, may && state.claim?.by === me);
    reveal(reopen, may && state.status === "decided");
  }

  const showPeople = whenOther((names: readonly string[]) =>
    people.replaceChildren(
      ...(names.length > 0
        ? names.map((person) => html`<li>${person}</li>`)
        : [html`<li class="muted">${t(lang, "case.here.none")}</li>`])
    )
  );

  /** Names each person once; one's own name is said to be so. */
  const peopleOf = ({people: here, me}: CaseView) =>
    [...new Set(here)].map((person) => (person === me ? t(lang, "case.you", {name: person}) : person));

  return {element, show};
}
