import type {JobKind} from "../scoring/engine.ts";

export interface PendingJob {
  job: string;
  kind: JobKind;
  clientId: number;
  requestedAt: string;
}

/** How a job ended. `body` is JSON: the score or explanation, or what went wrong as {code, detail, issues}. */
export interface Outcome {
  job: string;
  status: "done" | "failed";
  finishedAt: string;
  body: string;
}

/** The last job of a kind, of all clients or of one. */
export type LastJob = {status: "pending"} | {status: "done" | "failed"; body: string};

/** A job as it stands. A finished one is kept while it is its client's latest of that kind, and after that as `Keep` says. */
export type KnownJob = PendingJob &
  ({status: "pending"} | {status: "done" | "failed"; finishedAt: string; body: string});

/** A job that has ended. */
export type EndedJob = PendingJob & {status: "done" | "failed"; finishedAt: string; body: string};

/** What is kept of finished jobs that a later one of the same client and kind has followed. */
export interface Keep {
  /** At most so many, over all clients. */
  older: number;
  /** None that was finished longer ago than this. */
  days: number;
}
export const DEFAULT_KEEP: Keep = {older: 1000, days: 7};

/** Keeps jobs and their outcomes. What a call wrote is kept when its promise resolves, and not at all when it rejects. @throws STORAGE_… */
export interface Results {
  begin(jobs: readonly PendingJob[]): Promise<void>;
  /**
   * Keeps outcomes and forgets what is beyond `Keep`. Answers, in their order, which were the first outcome of their
   * job: another is not kept.
   */
  finish(outcomes: readonly Outcome[]): Promise<boolean[]>;
  last(kind: JobKind, clientId?: number): Promise<LastJob | null>;
  /** Finds a job by its id; null when there never was one or it is forgotten. */
  job(id: string): Promise<KnownJob | null>;
  /** The newest jobs that have ended so, newest first; of scores, those with one decision when it is named. */
  recent(wanted: {status: "done" | "failed"; decision?: string; limit: number}): Promise<EndedJob[]>;
  /** Acknowledged jobs without an outcome, oldest first, whoever works on them. */
  pending(): Promise<PendingJob[]>;
  /** Takes over those acknowledged jobs that nobody works on, for their process is gone; oldest first. */
  adopt(): Promise<PendingJob[]>;
  /** Reads once, and writes once if the last write failed, to learn whether the store works. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Tells the time before which older jobs are forgotten, by the newest of these outcomes. */
export function forgottenBefore(outcomes: readonly Outcome[], {days}: Keep): string {
  const newest = Math.max(...outcomes.map(({finishedAt}) => Date.parse(finishedAt)));
  return new Date(newest - days * 86_400_000).toISOString();
}
