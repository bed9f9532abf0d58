import {decisionBadge} from "../../decisionBadge.ts";
import {html} from "../../dom.ts";
import {formatNumber, formatPoints} from "../../format.ts";
import {type Lang, t} from "../../i18n.ts";
import {asInput, type Input} from "../../input.ts";
import {errorState} from "../../shell/states.ts";
import type {Dossier} from "../clientInput.ts";
import {type AskWhatIf, createAskWhatIf, type WhatIfAnswer} from "./askWhatIf.ts";
import {editsText} from "./editsText.ts";
import {type Edits, NO_EDITS, reset, tryEdits, undo, whatIfState} from "./whatIfState.ts";

/** What edits lead to, with an `input` event whenever that is another: `Generators.input(tried.answer)`. */
export type Answered = EventTarget & {readonly value: WhatIfAnswer};

/**
 * What is tried with a client, an input with
 *
 *     value: {rows: RowEdit[], features: {[name]: number | string | null}}   as POST /v1/clients/:id/what-if takes it
 *
 * A reader's change dispatches `input`; a value that is set from elsewhere (a colleague's case, a scenario, an option of
 * recourse) is shown at once, becomes a step that can be taken back, and is not announced.
 */
export type WhatIfInput = Input<Edits> & {
  readonly clientId: number;
  readonly ask: AskWhatIf;
  readonly answer: Answered;
  /**
   * Tries a reader's change of what is tried once the server has accepted it. Changes wait for those before them, so that
   * none is made from what was tried before another.
   * @param continues the last step, as the next place of what is being dragged does
   * @throws ApiError REQUEST_INVALID with an issue for each cell that cannot be; the value stays
   */
  attempt(change: (edits: Edits) => Edits, continues?: boolean): Promise<void>;
  /** Says that a feature is about to be tried. */
  prepare(): void;
  /** Tries a reader's change in the same way; what is refused is said in the bar. */
  tryOut(change: (edits: Edits) => Edits): Promise<void>;
};

/**
 * Draws what is tried as a bar that stays in sight: old score beside new, each change with a way to take it back, undo
 * and reset. Hidden while nothing is tried or could be taken back.
 */
export function whatIfInput(lang: Lang, dossier: Dossier): WhatIfInput {
  const {explanation} = dossier;
  const ask = createAskWhatIf(explanation, dossier.engine.current);
  let state = whatIfState();
  let turn = 0;
  let answered: WhatIfAnswer = {before: explanation, after: explanation, changed: []};
  const answer = Object.defineProperty(new EventTarget(), "value", {get: () => answered}) as Answered;
  const head = html`<div class="what-if-head" role="status"></div>`;
  const list = html`<ul class="what-if-list"></ul>`;
  const failure = html`<div></div>`;
  const undoButton = html`<button type="button" onclick=${() => goTo(undo(state))}>${t(lang, "whatIf.undo")}</button>`;
  const resetButton = html`<button type="button" onclick=${() => goTo(reset(state))}>${t(lang, "whatIf.reset")}</button>`;
  const bar = html`<section class="what-if" aria-label=${t(lang, "whatIf.title")} hidden>
    <div class="what-if-line">${head}<span class="what-if-tools">${undoButton} ${resetButton}</span></div>
    ${list}${failure}
  </section>`;

  let listed: Edits | null = null;

  function draw(): void {
    const {edits, past} = state;
    const count = edits.rows.length + Object.keys(edits.features).length;
    bar.hidden = count === 0 && past.length === 0;
    (undoButton as HTMLButtonElement).disabled = past.length === 0;
    (resetButton as HTMLButtonElement).disabled = count === 0;
    const {before, after} = answered;
    head.replaceChildren(
      html`<span><b>${t(lang, count === 1 ? "whatIf.count.one" : "whatIf.count.many", {n: count})}</b> · <span class="what-if-score">${formatNumber(lang, before.score)} → <b>${formatNumber(lang, after.score)}</b> (${formatPoints(lang, after.score - before.score)})</span> ${decisionBadge(lang, after.decision)}</span>`
    );
    if (listed !== edits) void drawList(edits);
  }

  async function drawList(edits: Edits): Promise<void> {
    listed = edits;
    const texts = await editsText(lang, dossier, edits);
    if (state.edits !== edits) return;
    list.replaceChildren(
      ...texts.map(
        ({text, without}) =>
          html`<li>${text} <button type="button" class="link" aria-label=${t(lang, "whatIf.takeBack", {what: text})} onclick=${() => goTo(tryEdits(state, without))}>✕</button></li>`
      )
    );
  }

  /** Shows what the edits lead to, unless others have been tried meanwhile; at once where that is `known`. */
  async function follow(known?: WhatIfAnswer): Promise<void> {
    const now = ++turn;
    if (known) return show(known);
    draw();
    try {
      const next = await ask(state.edits);
      if (now === turn) show(next);
    } catch (error) {
      if (now === turn) failure.replaceChildren(errorState(lang, error, () => void follow()));
    }
  }

  function show(next: WhatIfAnswer): void {
    answered = next;
    failure.replaceChildren();
    draw();
    answer.dispatchEvent(new Event("input"));
  }

  /** What the server has just said of the edits that are gone to. */
  let told: WhatIfAnswer | undefined;
  /** Takes a state over as a reader's change. */
  function goTo(next: typeof state, known?: WhatIfAnswer): void {
    state = next;
    told = known;
    change(state.edits);
    told = undefined;
  }

  const {element, change} = asInput<Edits>(bar, NO_EDITS, (edits) => {
    state = tryEdits(state, edits);
    void follow(told);
  });
  let attempts: Promise<unknown> = Promise.resolve();
  const attempt: WhatIfInput["attempt"] = (step, continues = false) => {
    const next = () => tryEdits(state, step(state.edits), continues);
    const mine = attempts.then(async () => {
      const from = state;
      const {edits} = next();
      if (edits === from.edits) return;
      const known = await ask(edits);
      goTo(next(), state === from ? known : undefined);
    });
    attempts = mine.catch(() => {});
    return mine;
  };

  return Object.assign(element, {
    clientId: explanation.clientId,
    ask,
    answer,
    attempt,
    prepare: dossier.engine.prepare,
    async tryOut(step: Parameters<WhatIfInput["attempt"]>[0]) {
      try {
        await attempt(step);
      } catch (error) {
        bar.hidden = false;
        failure.replaceChildren(errorState(lang, error));
      }
    }
  });
}
