import {io, type Socket} from "socket.io-client";
import {applyCaseFact} from "../../core/cases/difference.ts";
import type {Problem} from "../../core/errors.ts";
import type {ClientToServer, ServerToClient} from "../../core/protocol.ts";
import type {CaseChange, CaseFact, CaseResult, CaseState} from "../../core/schema/case.ts";
import {ApiError} from "../api.ts";
import {paced} from "../client/whatIf/paced.ts";
import {afterDrawing} from "../dom.ts";
import {basePath} from "../shell/base.ts";
import {askToSignIn} from "../shell/signIn.ts";
import type {Outbox, Waiting} from "./outbox.ts";
import {changeTowards, editsAfter, UNKEYED, type WhatIf} from "./whatIf.ts";

export type Connection = "connecting" | "live" | "reconnecting" | "offline";

/** A case as it is open here. */
export interface OpenCase {
  /** null until the server has told it for the first time. */
  state: CaseState | null;
  /** What the edits lead to; null while nothing is edited. */
  result: CaseResult;
  /** Who has it open, in the order in which they came. */
  people: readonly string[];
  connection: Connection;
  /** Changes that are not in the state yet. */
  waiting: readonly Waiting[];
  /** Whether the server could not be asked, or answered that it cannot for now. */
  isLate: boolean;
  /** Why the last change was refused; null when it was not. */
  refusal: Problem | null;
}

/** A case that is open here and on the server. */
export interface CaseSync {
  /** Sends a change, or keeps it until there is a connection. */
  change(change: CaseChange): void;
  /**
   * Leads the edits of all to a what-if. What is dragged comes faster than the server answers: one change is on its way,
   * and the next says where the dragging has come to meanwhile.
   */
  tryTogether(wanted: WhatIf): void;
  /** Opens the case again, because who is here has another name. */
  rejoin(): void;
  /** Shows why something about the case was refused, or takes that away. */
  refuse(problem: Problem | null): void;
  close(): void;
}

const ANSWER_TIMEOUT_MS = 10_000;
const RETRY_MS = 1000;
/** After so many failed attempts in a row the case is said to be offline; it goes on trying. */
const ATTEMPTS_UNTIL_OFFLINE = 3;
/** Refusals that say nothing of the change itself: it is sent again. */
const PASSING = new Set([401, 408, 429, 502, 503, 504]);

/**
 * Keeps a case the same here and on the server: what others change comes in, what is changed here is sent in its order
 * and, without a connection, kept until it is back. What happened meanwhile is told on joining again.
 */
export function createCaseSync(parts: {
  clientId: number;
  /** The name of who is here; undefined where the server knows. */
  by: () => string | undefined;
  /** The name to be shown beside what waits. */
  name: () => string;
  outbox: Outbox;
  send: (clientId: number, change: CaseChange, key: string) => Promise<Pick<CaseFact, "version">>;
  onChange: (open: OpenCase) => void;
  /** The cut-off or the model is another, or may be: the connection was away. */
  onOtherJudge: () => void;
}): CaseSync {
  const {clientId, by, name, outbox, send, onChange, onOtherJudge} = parts;
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: `${basePath}/socket.io/`,
    forceNew: true,
    reconnectionDelayMax: 3000
  });
  let state: CaseState | null = null;
  let result: CaseResult = null;
  let people: readonly string[] = [];
  let connection: Connection = "connecting";
  let refusal: Problem | null = null;
  let failures = 0;
  let isLate = false;
  /** The key of the change that is on its way. */
  let sending: string | null = null;
  /** What is to be tried when a row that was added has its key. */
  let later: WhatIf | null = null;
  let isClosed = false;
  /** Facts that came while the case was being asked for; null when it is not. */
  let early: (CaseFact & {result: CaseResult})[] | null = null;
  /**
   * Facts that came while a row was being added; null when none is. One of them is of that row, which has another key
   * there: until the answer tells which, it would stand here twice.
   */
  let held: (CaseFact & {result: CaseResult})[] | null = null;

  const tell = () => {
    if (!isClosed) onChange({state, result, people, connection, waiting: outbox.list(), isLate, refusal});
  };
  const who = () => {
    const given = by();
    return given === undefined ? {} : {by: given};
  };

  /** Asks for the case, once at a time: of two answers the older could come last. */
  const join = paced(async () => {
    early = [];
    const known = state === null ? {} : {version: state.version};
    const answer = await socket
      .timeout(ANSWER_TIMEOUT_MS)
      .emitWithAck("case:join", {clientId, ...known, ...who()})
      .catch(() => null);
    const facts = early ?? [];
    early = null;
    if (!answer) {
      if (socket.connected) setTimeout(join, RETRY_MS);
      return;
    }
    if (!answer.ok) refusal = answer.problem;
    else {
      const {case: whole, missed} = answer.body;
      state = whole ?? (missed ?? []).reduce(applyCaseFact, state!);
      ({result, people} = answer.body);
      connection = "live";
      isLate = false;
      for (const fact of facts) take(fact);
      arrived();
    }
    tell();
    void flush();
  });

  /** Takes what somebody changed; after a gap the case is asked for anew. */
  function take(fact: CaseFact & {result: CaseResult}) {
    if (early) return void early.push(fact);
    if (held) return void held.push(fact);
    if (!state || fact.version <= state.version) return;
    if (fact.version > state.version + 1) return void join();
    state = applyCaseFact(state, fact);
    result = fact.result;
    arrived();
    tell();
  }

  /** Lets go of what has come back from the server in the state. */
  function arrived() {
    if (!state) return;
    outbox.arrived(state.version);
    if (later && outbox.list().length === 0) tryTogether(later);
  }

  async function flush(): Promise<void> {
    const next = outbox.next();
    if (!next || sending || isClosed || connection !== "live") return;
    sending = next.key;
    if (addsRows(next.change)) held = [];
    const sent = await attempt(next);
    const facts = held ?? [];
    sending = held = null;
    isLate = !sent;
    for (const fact of facts) take(fact);
    arrived();
    tell();
    if (sent) void flush();
    else setTimeout(flush, RETRY_MS);
  }

  /** Sends a change; false when it has to be sent again. */
  async function attempt({key, change}: Waiting): Promise<boolean> {
    try {
      const {version} = await send(clientId, change, key);
      outbox.answered(key, version);
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : null;
      if (!problem || PASSING.has(problem.status)) return false;
      refusal = problem;
      outbox.remove(key);
    }
    return true;
  }

  function change(next: CaseChange) {
    keep(next);
    tell();
    void flush();
  }

  function keep(next: CaseChange) {
    refusal = null;
    outbox.put({...next, ...who()}, name());
  }

  /** What is tried is drawn before it is told: who drags waits for the drawing, not for the others. */
  let isToTell = false;
  function tellAfterwards() {
    if (isToTell) return;
    isToTell = true;
    afterDrawing(() => {
      isToTell = false;
      tell();
      void flush();
    });
  }

  function tryTogether(wanted: WhatIf) {
    later = null;
    if (!state) return;
    const last = outbox.list().at(-1);
    const isUnsent = last && last.key !== sending && outbox.next() !== undefined;
    if (isUnsent && isOfEdits(last.change)) outbox.remove(last.key);
    const next = changeTowards(editsAfter(state, outbox.list()), wanted);
    if (!next) return tell();
    if (next.unset?.some((key) => key.includes(UNKEYED))) later = wanted;
    else {
      keep(next);
      tellAfterwards();
    }
  }

  const lost = (next: Connection) => {
    connection = next;
    isLate = true;
    people = [];
    tell();
  };
  const judgeAnew = () => {
    onOtherJudge();
    void join();
  };
  socket.on("connect", () => {
    failures = 0;
    if (state === null) void join();
    else judgeAnew();
  });
  socket.on("disconnect", () => lost("reconnecting"));
  socket.on("connect_error", () => {
    if (++failures >= ATTEMPTS_UNTIL_OFFLINE) lost("offline");
  });
  askToSignIn(socket);
  socket.on("facts:dropped", () => void join());
  socket.on("policy:changed", judgeAnew);
  socket.on("model:changed", judgeAnew);
  socket.on("case:changed", take);
  socket.on("case:presence", (fact) => {
    if (fact.clientId !== clientId) return;
    people = fact.people;
    tell();
  });

  return {
    change,
    tryTogether,
    rejoin: () => void (socket.connected && join()),
    refuse(problem) {
      refusal = problem;
      tell();
    },
    close() {
      isClosed = true;
      socket.close();
    }
  };
}

const addsRows = ({set}: CaseChange): boolean => set?.rows?.some(({op}) => op === "add") ?? false;

/** Tells whether a change is of edits alone, so that a newer one of such can take its place. */
const isOfEdits = ({set, unset, by: _by, ...more}: CaseChange): boolean =>
  (set !== undefined || unset !== undefined) && Object.keys(more).length === 0;
