import {type Issue, ScorebookError} from "../../src/core/errors.ts";
import type {JobAccepted} from "../../src/core/protocol.ts";
import {shown} from "../../src/core/shown.ts";
import type {Clock} from "../clock.ts";
import type {Log} from "../log.ts";
import {createGroupCommit} from "../results/groupCommit.ts";
import type {Outcome, PendingJob, Results} from "../results/results.ts";
import type {BodyOf, JobKind, ScoringEngine} from "./engine.ts";

/**
 * What happened, in the order in which it was stored. `latencyMs` is from the request to when this was stored; absent
 * for a job that another process accepted.
 */
export type Fact =
  | {type: "started"; kind: JobKind; accepted: JobAccepted}
  | {type: "done"; kind: "score"; job: string; body: BodyOf["score"]; latencyMs?: number}
  | {type: "done"; kind: "explanation"; job: string; body: BodyOf["explanation"]; latencyMs?: number};

/** A job as it is told: with its result when it is done, with what went wrong when it failed. */
export type JobState = PendingJob & {
  status: "pending" | "done" | "failed";
  finishedAt?: string;
  result?: BodyOf[JobKind];
  problem?: {code: string; detail: string; issues: Issue[]};
};

/** The one handler behind REST and sockets. */
export interface Scoring {
  readonly engine: ScoringEngine;
  /** Stores a job, then answers; the work follows in the background. @throws CLIENT_UNKNOWN, TOO_BUSY */
  start(kind: JobKind, clientId: number): Promise<JobAccepted>;
  /**
   * Stores a job, waits for its work and answers with the result; `own` is told the facts of this job besides.
   * @throws what the work threw, TOO_BUSY
   */
  run<K extends JobKind>(kind: K, clientId: number, own?: (fact: Fact) => void): Promise<BodyOf[K]>;
  /**
   * Finds the result of the last job, of all clients or of one; null when there was none or it is not finished.
   * @throws CLIENT_UNKNOWN, and what a failed job threw
   */
  last<K extends JobKind>(kind: K, clientId?: number): Promise<BodyOf[K] | null>;
  /** Tells how a job stands. @throws JOB_UNKNOWN */
  job(id: string): Promise<JobState>;
  /** Takes up the jobs that another process acknowledged and did not finish before it ended; answers how many. */
  resume(): Promise<number>;
  onFact(listener: (fact: Fact) => void): () => void;
  /** Counts the jobs that wait for their work. */
  waiting(): number;
  /** Resolves when no job is waiting, or none can be stored for now. */
  idle(): Promise<void>;
  /** Takes no more jobs, works for a moment on those that wait and leaves the others to the next process. */
  stop(): Promise<void>;
}

/** Jobs are computed in slices of at most this long, so that other requests get their turn. */
const SLICE_MS = 8;
/** Results that could not be stored are tried again after this long. */
const RETRY_MS = 250;
/**
 * Work that nobody waits for begins so much later at most, as long as others come whose request is not taken yet. One
 * turn of the event loop accepts one connection, so that a thousand callers at once would each wait for a slice.
 */
const GIVE_WAY_MS = 500;
/** The length of a slice while others come. */
const SHORT_SLICE_MS = 1;
/** What keeps results from being stored, and may be over within a second or two. */
const MAY_PASS = ["STORAGE_LOCKED", "STORAGE_UNREACHABLE"];
/** So many jobs may wait: some seconds of work. */
export const MAX_WAITING = 5000;
/** How long the work goes on after `stop`. */
const STOPPING_MS = 1000;

/** A stored job, and who waits for its result. */
interface Waiting {
  job: PendingJob;
  /** When it was asked for; absent for a job that another process accepted. */
  askedAtMs?: number;
  settle?: (outcome: Settled) => void;
  own?: (fact: Fact) => void;
}

export function createScoring(parts: {
  engine: ScoringEngine;
  results: Results;
  clock: Clock;
  log: Log;
  newId: () => string;
  /** How many connections were ever opened. */
  connections?: () => number;
  /** Is told of each job that has ended and whose result is stored. */
  noteEnd?: (kind: JobKind, status: Outcome["status"]) => void;
}): Scoring {
  const {engine, results, clock, log, newId, connections = () => 0, noteEnd} = parts;
  const listeners = new Set<(fact: Fact) => void>();
  const begin = createGroupCommit<PendingJob>((jobs) => results.begin(jobs), {
    isWorthIt: (error) => error instanceof ScorebookError && MAY_PASS.includes(error.code),
    elapsedMs: () => clock.elapsedMs(),
    after: (delayMs, callback) => clock.after(delayMs, callback)
  });
  /** Stored jobs: those somebody waits for, which go first, and all others. */
  let awaited: Waiting[] = [];
  let queue: Waiting[] = [];
  /** Jobs that are being stored, which join the queue next. */
  let arriving = 0;
  let stopAtMs = Number.POSITIVE_INFINITY;
  let working = false;
  /** When the present work was asked for, and how many connections there had been at the last look. */
  let askedMs = 0;
  let seen = 0;
  let idlers: (() => void)[] = [];
  /** What was computed and could not be stored yet; nothing more is computed meanwhile. */
  let unsaved: Computed[] = [];
  let cancelRetry: (() => void) | null = null;

  /** A listener that fails must not stop the work. */
  function tell(fact: Fact, own?: (fact: Fact) => void) {
    for (const listener of own ? [...listeners, own] : listeners) {
      try {
        listener(fact);
      } catch (error) {
        log.error({err: error}, "a fact could not be told");
      }
    }
  }

  function checkClient(clientId: number) {
    if (!engine.hasClient(clientId))
      throw new ScorebookError("CLIENT_UNKNOWN", `There is no client ${clientId} in this data set.`);
  }

  async function accept(kind: JobKind, clientId: number, who: Pick<Waiting, "settle" | "own"> = {}) {
    const askedAtMs = clock.elapsedMs();
    checkClient(clientId);
    if (stopAtMs < Number.POSITIVE_INFINITY) throw tooBusy("The server is stopping");
    if (awaited.length + queue.length + arriving >= MAX_WAITING)
      throw tooBusy(`${MAX_WAITING} jobs are waiting already`);
    const job: PendingJob = {job: newId(), kind, clientId, requestedAt: clock.now()};
    arriving++;
    await begin(job).finally(() => arriving--);
    const accepted: JobAccepted = {job: job.job, clientId, status: "started"};
    tell({type: "started", kind, accepted}, who.own);
    (who.settle ? awaited : queue).push({job, askedAtMs, ...who});
    wake();
    return accepted;
  }

  function wake() {
    if (working) return;
    working = true;
    askedMs = clock.elapsedMs();
    seen = connections();
    setImmediate(work);
  }

  async function work() {
    const startMs = clock.elapsedMs();
    const isRush = arriving > 0 || connections() > seen;
    seen = connections();
    const mayWait = awaited.length === 0 && unsaved.length === 0 && startMs - askedMs < GIVE_WAY_MS;
    if (isRush && mayWait) return void setImmediate(work);
    const slice = unsaved.length > 0 ? unsaved : computeSlice(startMs + (isRush ? SHORT_SLICE_MS : SLICE_MS));
    let first: boolean[];
    try {
      first = await results.finish(slice.map(({outcome}) => outcome));
    } catch (error) {
      return keepUnsaved(slice, error);
    }
    unsaved = [];
    cancelRetry = null;
    for (const [i, {kind, outcome, settled, askedAtMs, settle, own}] of slice.entries()) {
      if (first[i]) noteEnd?.(kind, outcome.status);
      if (first[i] && "fact" in settled) tell(timed(settled.fact, askedAtMs), own);
      settle?.(settled);
    }
    if (clock.elapsedMs() >= stopAtMs) leaveTheRest();
    if (awaited.length + queue.length > 0) return void setImmediate(work);
    working = false;
    releaseIdlers();
  }

  const timed = (fact: Done, askedAtMs?: number): Fact =>
    askedAtMs === undefined
      ? fact
      : {...fact, latencyMs: Math.round(1000 * (clock.elapsedMs() - askedAtMs)) / 1000};

  function computeSlice(until: number): Computed[] {
    const slice: Computed[] = [];
    do {
      const next = awaited.shift() ?? queue.shift();
      if (!next) break;
      const {job, ...who} = next;
      slice.push({...compute(job), ...who});
    } while (clock.elapsedMs() < until);
    return slice;
  }

  /** Tells those who wait that their results are not stored, and tries to store them again later. */
  function keepUnsaved(slice: readonly Computed[], error: unknown) {
    if (unsaved.length === 0) log.error({err: error}, "results could not be stored; they are tried again");
    for (const {settle} of slice) settle?.({error});
    unsaved = slice.map(({settle: _, ...computed}) => computed);
    cancelRetry = clock.after(RETRY_MS, work);
    releaseIdlers();
  }

  /** Gives up the jobs that still wait; they stay acknowledged and are computed after the next start. */
  function leaveTheRest() {
    for (const {settle} of awaited) settle?.({error: tooBusy("The server is stopping")});
    awaited = [];
    queue = [];
  }

  function releaseIdlers() {
    const waiting = idlers;
    idlers = [];
    for (const resolve of waiting) resolve();
  }

  function compute({job, kind, clientId}: PendingJob): Computed {
    try {
      const body = engine.compute(kind, clientId);
      const outcome: Outcome = {job, status: "done", finishedAt: clock.now(), body: JSON.stringify(body)};
      return {kind, settled: {fact: {type: "done", kind, job, body} as Done}, outcome};
    } catch (error) {
      if (!(error instanceof ScorebookError)) log.error({err: error, job}, "a job failed");
      const body = JSON.stringify(errorToStored(error));
      return {kind, settled: {error}, outcome: {job, status: "failed", finishedAt: clock.now(), body}};
    }
  }

  function idle(): Promise<void> {
    return new Promise((resolve) => (working && unsaved.length === 0 ? idlers.push(resolve) : resolve()));
  }

  return {
    engine,
    start: (kind, clientId) => accept(kind, clientId),
    run<K extends JobKind>(kind: K, clientId: number, own?: (fact: Fact) => void) {
      return new Promise<BodyOf[K]>((resolve, reject) => {
        const settle = (settled: Settled) =>
          "fact" in settled ? resolve(settled.fact.body as BodyOf[K]) : reject(settled.error);
        accept(kind, clientId, {settle, own}).catch(reject);
      });
    },
    async last(kind, clientId) {
      if (clientId !== undefined) checkClient(clientId);
      const last = await results.last(kind, clientId);
      if (last === null || last.status === "pending") return null;
      if (last.status === "failed") throw storedToError(last.body);
      return JSON.parse(last.body);
    },
    async job(id) {
      const found = await results.job(id);
      if (!found)
        throw new ScorebookError(
          "JOB_UNKNOWN",
          `There is no job ${shown(id)}; finished ones that a later one has followed are kept as results.keep says.`
        );
      if (found.status === "pending") return found;
      const {body, ...job} = found;
      if (found.status === "done") return {...job, result: JSON.parse(body)};
      const {code, detail, issues} = storedToError(body);
      return {...job, problem: {code, detail, issues: [...issues]}};
    },
    async resume() {
      const jobs = await results.adopt();
      queue = [...jobs.map((job) => ({job})), ...queue];
      if (jobs.length > 0) wake();
      return jobs.length;
    },
    onFact(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waiting: () => awaited.length + queue.length,
    idle,
    async stop() {
      stopAtMs = clock.elapsedMs() + STOPPING_MS;
      await idle();
      cancelRetry?.();
      leaveTheRest();
    }
  };
}

const tooBusy = (why: string) => new ScorebookError("TOO_BUSY", `${why}; ask again in a moment.`);

type Done = Extract<Fact, {type: "done"}>;
type Settled = {fact: Done} | {error: unknown};
interface Computed extends Omit<Waiting, "job"> {
  kind: JobKind;
  settled: Settled;
  outcome: Outcome;
}

function errorToStored(error: unknown) {
  if (error instanceof ScorebookError) {
    const {code, detail, issues} = error;
    return {code, detail, issues};
  }
  return {
    code: "INTERNAL",
    detail: "The work failed; the log has the details under the job's id.",
    issues: []
  };
}

function storedToError(body: string): ScorebookError {
  const {code, detail, issues} = JSON.parse(body) as ReturnType<typeof errorToStored>;
  return new ScorebookError(code as ScorebookError["code"], detail, issues);
}
