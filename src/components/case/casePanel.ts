import {LOCAL_CALLER} from "../../core/access/roles.ts";
import type {Problem} from "../../core/errors.ts";
import type {CaseEdit} from "../../core/schema/case.ts";
import type {Explanation} from "../../core/schema/explanation.ts";
import type {Score} from "../../core/schema/score.ts";
import {ApiError} from "../api.ts";
import type {Dossier} from "../client/clientInput.ts";
import {html} from "../dom.ts";
import {type Lang, t} from "../i18n.ts";
import {asInput, type Input} from "../input.ts";
import {newId, readName} from "../notebook/store.ts";
import {roleText} from "../shell/roleText.ts";
import {forbiddenState, whenReady} from "../shell/states.ts";
import {fetchJudged, fetchSession, type Session, sendChange, settleDecision} from "./caseApi.ts";
import {type CaseSync, createCaseSync} from "./caseSync.ts";
import {type Decide, decidePart} from "./decide.ts";
import {madeDecision} from "./madeDecision.ts";
import {notesPart} from "./notes.ts";
import {onwards} from "./onwards.ts";
import {createOutbox, tabStorage} from "./outbox.ts";
import {type CasePart, CHANGES, formatWhen, mayChange, reveal} from "./parts.ts";
import {refusalPart} from "./refusal.ts";
import {triedEdits} from "./triedEdits.ts";
import {changeTowards, editsAfter, editsToWhatIf, NOTHING_TRIED, type WhatIf} from "./whatIf.ts";
import {whoIsHere} from "./whoIsHere.ts";

/**
 * Draws the case of a client: who is here, notes, what is tried, scenarios, the decision and its record. It is an input
 * whose value is what is tried by all; a value that is given from outside is shared with them.
 */
export function casePanel(
  lang: Lang,
  dossier: Pick<Dossier, "explanation" | "records" | "schemas" | "engine">,
  invalidation: Promise<unknown> = new Promise(() => {})
): Input<WhatIf> {
  let share: (wanted: WhatIf) => void = () => {};
  const {element, change} = asInput<WhatIf>(
    html`<div class="case">${whenReady(lang, () => open())}</div>`,
    NOTHING_TRIED,
    (wanted) => share(wanted)
  );

  async function open(): Promise<HTMLElement> {
    const session = await fetchSession();
    if (session.role === "viewer") return forbiddenState(lang, {role: session.role, needed: "analyst"});
    const {explanation, records} = dossier;
    const features = new Map(explanation.features.map(({name, label}) => [name, label]));
    const words = {tables: await dossier.schemas(), history: records, features};
    const made = openCase(lang, explanation, session, words, {
      onJudged: dossier.engine.judge,
      triedBefore: () => element.value,
      onTried: (tried) => {
        if (changeTowards(tried, element.value)) change(editsToWhatIf(tried));
      }
    });
    share = made.share;
    void invalidation.then(made.close);
    return made.element;
  }
  return element;
}

/** Opens the case with the server and draws its parts, each made once. */
function openCase(
  lang: Lang,
  explanation: Explanation,
  session: Session,
  words: Parameters<typeof triedEdits>[1],
  {
    triedBefore,
    onTried,
    onJudged
  }: {
    /** What was tried on this page before the case was open. */
    triedBefore(): WhatIf;
    onTried(tried: readonly CaseEdit[]): void;
    /** Hears how the client is judged by another model or cut-off. */
    onJudged(now: Score): void;
  }
): {element: HTMLElement; share(wanted: WhatIf): void; close(): void} {
  const {clientId} = explanation;
  const me = () => (session.isOpen ? readName() || LOCAL_CALLER.name : session.name);
  const by = () => (session.isOpen ? me() : undefined);
  const outbox = createOutbox(tabStorage(), clientId);
  let edits = editsAfter({edits: [], scenarios: []}, []);
  let isOpen = false;
  let announced: string | null = null;
  let questions = 0;
  let answered = 0;

  /** Does something that is not kept for later; tells whether it was done, and shows why when it was not. */
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      sync.refuse(null);
      return true;
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : null;
      sync.refuse(problem ?? unanswered(lang));
      return false;
    }
  }
  /** A decision that was sent without an answer is sent again under the same key, and recorded once. */
  const keys = new Map<string, string>();
  const decide = (decision: Decide) => {
    const change = {decide: decision, ...(by() !== undefined && {by: by()})};
    const text = JSON.stringify(change);
    const key = keys.get(text) ?? newId();
    keys.set(text, key);
    return attempt(async () => {
      await sendChange(clientId, change, key);
      keys.delete(text);
    });
  };
  const settle = (id: number, verdict: "confirm" | "refuse", note: string) =>
    attempt(() => settleDecision(id, verdict, {note, ...(by() !== undefined && {by: by()})}));

  const send = (one: Parameters<CaseSync["change"]>[0]) => sync.change(one);
  const who = whoIsHere(lang, {change: send, rename: () => sync.rejoin()});
  const refusal = refusalPart(lang, () => sync.refuse(null));
  const notes = notesPart(lang, send);
  const tried = triedEdits(lang, words, send);
  const decision = decidePart(lang, explanation, decide);
  const made = madeDecision(lang, settle);
  const parts: CasePart[] = [who, refusal, notes, tried, decision, made];
  const readOnly = html`<p class="notice">${t(lang, "case.readOnly", {needed: roleText(lang, CHANGES), role: roleText(lang, session.role)})}</p>`;
  reveal(readOnly, !mayChange({session}));
  const changed = html`<p class="muted"></p>`;

  const sync = createCaseSync({
    clientId,
    by,
    name: me,
    outbox,
    send: sendChange,
    onChange(open) {
      isOpen = open.state !== null;
      edits = open.state ? editsAfter(open.state, open.waiting) : [];
      const view = {...open, session, me: me(), edits};
      for (const part of parts) part.show(view);
      const {changedAt, changedBy, version} = open.state ?? {version: 0};
      changed.textContent =
        version > 0 ? t(lang, "case.changed", {name: changedBy!, time: formatWhen(lang, changedAt!)}) : "";
      if (isOpen) announce();
    },
    // Where the score cannot be had, what was known stays; the next connection asks again.
    onOtherJudge() {
      const question = ++questions;
      void fetchJudged(clientId).then(
        (now) => {
          if (question < answered) return;
          answered = question;
          decision.judge(now);
          onJudged(now);
        },
        () => {}
      );
    }
  });

  /** Says what is tried when it is something else; on opening, what was tried here before is shared if nothing else is. */
  function announce() {
    const next = JSON.stringify(editsToWhatIf(edits));
    if (next === announced) return;
    const isFirst = announced === null;
    announced = next;
    if (edits.length > 0 || !isFirst) onTried(edits);
    else share(triedBefore());
  }
  function share(wanted: WhatIf) {
    if (isOpen && mayChange({session})) sync.tryTogether(wanted);
  }

  const element = html`<div>
    ${readOnly}${onwards(lang, clientId, location.search, mayChange({session}))}${who.element}${refusal.element}
    <div class="columns case-parts">
      ${tried.element}${notes.element}
      <section class="panel"><h3>${t(lang, "case.decide")}</h3>${made.element}${decision.element}</section>
    </div>
    ${changed}
  </div>`;
  return {
    element,
    share,
    close: sync.close
  };
}

const unanswered = (lang: Lang): Problem => ({
  type: "about:blank",
  title: t(lang, "case.offline"),
  status: 0,
  code: "INTERNAL",
  detail: t(lang, "state.offline"),
  issues: [],
  requestId: ""
});
