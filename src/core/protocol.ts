import type {Problem} from "./errors.ts";
import type {LiveBatch, LiveScore} from "./live/batch.ts";
import type {CompactBatch} from "./live/compactBatch.ts";
import type {Difference} from "./notebook/changes.ts";
import type {CaseAnswer, CaseChange, CaseFact, CaseResult} from "./schema/case.ts";
import type {Explanation} from "./schema/explanation.ts";
import type {Notebook, NotebookChange} from "./schema/notebook.ts";
import type {PolicyProposal} from "./schema/policy.ts";
import type {Score} from "./schema/score.ts";
import type {StudyAnswer, StudySummary, StudyTrial} from "./schema/study.ts";

/** What a command is answered with: the same body or the same problem as over REST. */
export type Ack<T> = {ok: true; body: T} | {ok: false; problem: Problem};

export interface LiveState {
  /** Newest last; at most 200. */
  recent: LiveScore[];
  viewers: number;
  demoFeed: boolean;
  model: {name: string; version: string; sha256: string};
}

export interface JobAccepted {
  job: string;
  clientId: number;
  status: "started";
}

/** How a notebook differs from its version before. */
export interface NotebookChanged extends Difference {
  id: string;
  version: number;
  savedAt: string;
  by: string;
}

/** Browser or program → server. Every command is acknowledged. */
export interface ClientToServer {
  "score:request": (request: {clientId: number}, ack: (answer: Ack<Score>) => void) => void;
  "explain:request": (request: {clientId: number}, ack: (answer: Ack<Explanation>) => void) => void;
  /**
   * Batches for the live desk, and the facts of these kinds one by one: score:started and score:done (the default),
   * explain:done. A socket is told of its own requests in any case. `name` is who looks on, where nobody signs in. With
   * `form: "compact"` batches come as live:compact instead of live:batch.
   */
  "live:subscribe": (
    request: {
      demoFeed?: boolean;
      facts?: readonly ("score" | "explanation")[];
      name?: string;
      form?: "full" | "compact";
    },
    ack: (answer: Ack<LiveState>) => void
  ) => void;
  "live:unsubscribe": (request: Record<string, never>, ack: (answer: Ack<null>) => void) => void;
  /** Opens a notebook to see its changes and who else has it open; a socket has one open at a time. */
  "notebook:join": (request: {id: string; name: string}, ack: (answer: Ack<Notebook>) => void) => void;
  "notebook:leave": (request: Record<string, never>, ack: (answer: Ack<null>) => void) => void;
  /** Changes parts of a notebook that is kept; the last writer of a cell wins. */
  "notebook:change": (request: NotebookChange, ack: (answer: Ack<{version: number}>) => void) => void;
  /**
   * Opens a client's case to see its changes and who else has it open; a socket has one open at a time. Who comes back
   * gives the version that they know, and is told what they missed or the whole.
   */
  "case:join": (
    request: {clientId: number; version?: number; by?: string},
    ack: (answer: Ack<CaseAnswer & {people: string[]}>) => void
  ) => void;
  "case:leave": (request: Record<string, never>, ack: (answer: Ack<null>) => void) => void;
  /** Changes a case as POST /v1/cases/:id does; the last writer of a field wins, and is named. */
  "case:change": (
    request: CaseChange & {clientId: number},
    ack: (answer: Ack<{version: number}>) => void
  ) => void;
  /** Follows a search of parameters; a socket follows one at a time. Answers the study as it is. */
  "search:join": (request: {name: string}, ack: (answer: Ack<StudyAnswer>) => void) => void;
  "search:leave": (request: Record<string, never>, ack: (answer: Ack<null>) => void) => void;
  /** Follows the work queue: what it holds is asked for over REST. */
  "queue:join": (request: Record<string, never>, ack: (answer: Ack<null>) => void) => void;
  "queue:leave": (request: Record<string, never>, ack: (answer: Ack<null>) => void) => void;
}

/**
 * Server → those who asked: facts one by one, batches at most 10 a second whatever the load. A socket that does not
 * read misses some, and is told how many once it reads again.
 */
export interface ServerToClient {
  "score:started": (fact: JobAccepted) => void;
  "score:done": (fact: Score) => void;
  "explain:done": (fact: Explanation) => void;
  "live:batch": (batch: LiveBatch) => void;
  /** The same to those who asked for it, in a quarter of the bytes; `wholeBatch` makes a batch of it. */
  "live:compact": (batch: CompactBatch) => void;
  /** The names of those who watch the live desk, at most 50; "" for who gave none. */
  "live:presence": (fact: {people: string[]}) => void;
  /** To all who have the notebook open, whoever changed it. */
  "notebook:changed": (fact: NotebookChanged) => void;
  /** The names of all who have the notebook open, in the order in which they came. */
  "notebook:presence": (fact: {id: string; people: string[]}) => void;
  /** To all who have the case open, whoever changed it and how; `result` is what its edits lead to now. */
  "case:changed": (fact: CaseFact & {result: CaseResult}) => void;
  /** The names of all who have the case open, in the order in which they came. */
  "case:presence": (fact: {clientId: number; people: string[]}) => void;
  /** To those who follow the work queue, at most four times a second: a case or a score has changed. */
  "queue:changed": (fact: Record<string, never>) => void;
  /** To everyone, when two people have changed the cut-off: it is effective already. */
  "policy:changed": (fact: {
    version: number;
    cutoff: {probability: number; score: number};
    refer: {probability: number; score: number} | null;
  }) => void;
  /** To everyone, when another cut-off is proposed, and when a second person has approved or rejected it. */
  "policy:proposal": (fact: PolicyProposal) => void;
  /** To those who follow a search, at most twice a second: how far it is, and the trials that began or changed. */
  "search:progress": (fact: {study: StudySummary; trials: StudyTrial[]}) => void;
  /** How much a socket missed while it did not read, and of what, such as "case:100002": join that again. */
  "facts:dropped": (fact: {count: number; rooms: string[]}) => void;
  "model:changed": (fact: {name: string; version: string; sha256: string}) => void;
}
