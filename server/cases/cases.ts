import {caseFactOf} from "../../src/core/cases/difference.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {CaseAnswer, CaseChange, CaseFact, CaseResult, CaseState} from "../../src/core/schema/case.ts";
import type {DecisionSummary} from "../../src/core/schema/decision.ts";
import type {Explanation} from "../../src/core/schema/explanation.ts";
import type {Actor} from "../audit/record.ts";
import type {Clock} from "../clock.ts";
import type {Decisions} from "../decisions/decisions.ts";
import type {DecisionRequest} from "../decisions/record.ts";
import type {Log} from "../log.ts";
import type {ScoringEngine} from "../scoring/engine.ts";
import type {Workbench} from "../scoring/workbench.ts";
import {changeCase, newCase} from "./change.ts";
import {toWhatIf} from "./edits.ts";
import type {CaseStore} from "./store.ts";
import {createTurns} from "./turns.ts";

/** A change of a case with what its edits then lead to, told to all who have it open. */
export type CaseNews = CaseFact & {result: CaseResult};

/** Cases that officers work on together, one a client; the same over REST and sockets. */
export interface Cases {
  /**
   * Tells a case: the changes since a version where they are kept, else the whole. A client without one has a case of
   * version 0, in which nothing is.
   * @throws CLIENT_UNKNOWN
   */
  read(clientId: number, since?: number): Promise<CaseAnswer>;
  /** Changes a case, which is opened by it. @throws CLIENT_UNKNOWN, CASE_CHANGED, CASE_LIMIT, and what a what-if or a decision throws */
  change(actor: Actor, clientId: number, change: CaseChange): Promise<CaseNews>;
  onChange(listener: (news: CaseNews) => void): void;
}

/** So often a change is made anew because others came first. */
const MOST_TRIES = 50;

/** Creates the handler of cases. */
export function createCases(parts: {
  store: CaseStore;
  engine: Pick<ScoringEngine, "hasClient">;
  /** null when nothing can be tried on a client. */
  workbench: Pick<Workbench, "whatIf"> | null;
  decisions: Decisions;
  clock: Clock;
  log: Pick<Log, "error">;
}): Cases {
  const {store, engine, workbench, decisions, clock, log} = parts;
  const listeners: ((news: CaseNews) => void)[] = [];

  async function stateOf(clientId: number): Promise<CaseState> {
    if (!engine.hasClient(clientId))
      throw new ScorebookError("CLIENT_UNKNOWN", `There is no client ${clientId} in this data set.`);
    return (await store.read(clientId)) ?? newCase(clientId, {by: "", at: clock.now()});
  }

  /** Computes what the edits lead to now; it is never kept, so that it follows data, model and cut-off. */
  function resultOf({clientId, edits}: Pick<CaseState, "clientId" | "edits">): CaseResult {
    if (edits.length === 0) return null;
    if (!workbench)
      throw new ScorebookError(
        "FEATURES_MISSING",
        "There are no features here that could be tried otherwise."
      );
    const {before, after, changed} = workbench.whatIf(clientId, toWhatIf(edits));
    const {basePoints, causes, reasonCodes} = after;
    return {before: scored(before), after: scored(after), basePoints, causes, reasonCodes, changed};
  }

  /** What the edits lead to, or null where what they change is there no more. */
  function resultIfAny(state: CaseState): CaseResult {
    try {
      return resultOf(state);
    } catch (error) {
      if (error instanceof ScorebookError) return null;
      throw error;
    }
  }

  /** Changes of one case follow each other as they came; those of several share a sync of the disk. */
  const inTurn = createTurns<number>();

  const update = (clientId: number, next: (before: CaseState) => CaseState): Promise<CaseNews> =>
    inTurn(clientId, () => updateNow(clientId, next));

  /** Makes a next state of the newest one until no other process came between, and tells who has the case open. */
  async function updateNow(clientId: number, next: (before: CaseState) => CaseState): Promise<CaseNews> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const before = await stateOf(clientId);
      const after = next(before);
      const result = after.edits === before.edits ? resultIfAny(after) : resultOf(after);
      const fact = caseFactOf(before.version === 0 ? null : before, after);
      if (!(await store.write(after, fact))) continue;
      const news = {...fact, result};
      for (const listener of listeners) listener(news);
      return news;
    }
    throw new ScorebookError("CASE_CHANGED", `The case of client ${clientId} changes too fast; try again.`);
  }

  const note = (decision: DecisionSummary) =>
    update(decision.clientId, (before) => ({
      ...before,
      version: before.version + 1,
      ...decided(before, decision),
      changedAt: clock.now(),
      changedBy: (decision.second ?? decision).by.name
    }));
  /** The decision is kept whatever becomes of its case, which takes it up when it is read. */
  decisions.onChange((decision) =>
    note(decision).then(
      () => {},
      (error: unknown) =>
        log.error({err: error, decision: decision.id}, "a case did not hear of its decision")
    )
  );

  /** Takes up a decision that the process did not live to note. */
  async function catchUp(clientId: number) {
    const [last] = await decisions.list({clientId, limit: 1});
    if (!last) return;
    const {decision} = await stateOf(clientId);
    if (decision?.id !== last.id || decision.status !== last.status) await note(last);
  }

  return {
    async read(clientId, since) {
      await catchUp(clientId);
      const state = await stateOf(clientId);
      const missed = since === undefined || since === 0 ? null : await store.since(clientId, since);
      return {case: missed ? null : state, missed, result: resultIfAny(state)};
    },
    async change(actor, clientId, {decide, by: _by, ...change}) {
      const isMore = Object.keys(change).length > 0;
      let news: CaseNews | undefined;
      if (isMore || !decide)
        news = await update(clientId, (before) =>
          changeCase(before, change, {by: actor.name, at: clock.now()})
        );
      if (!decide) return news!;
      const {version} = news ?? (await stateOf(clientId));
      await decisions.decide(actor, clientId, {...(decide as DecisionRequest), case: version});
      const state = await stateOf(clientId);
      return {...caseFactOf(null, state), result: resultIfAny(state)};
    },
    onChange: (listener) => void listeners.push(listener)
  };
}

const scored = ({rawScore, probabilityOfDefault, score, decision, cutoff}: Explanation) => ({
  rawScore,
  probabilityOfDefault,
  score,
  decision,
  cutoff
});

/** What a decision makes of a case; an older one than it has changes nothing but is told. */
function decided(
  {status, decision: known}: CaseState,
  decision: DecisionSummary
): Pick<CaseState, "status" | "decision"> {
  if (known && known.id > decision.id) return {status, decision: known};
  const {id, at, by} = decision;
  const after = {awaiting: "awaiting", refused: "open", final: "decided", confirmed: "decided"} as const;
  return {
    status: after[decision.status],
    decision: {id, decision: decision.decision, by: by.name, at, status: decision.status}
  };
}
