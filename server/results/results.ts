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

/** A job as it stands. A finished one is kept until a later job of the same kind and client is finished. */
export type KnownJob = PendingJob &
  ({status: "pending"} | {status: "done" | "failed"; finishedAt: string; body: string});

/** A job that has ended. */
export type EndedJob = PendingJob & {status: "done" | "failed"; finishedAt: string; body: string};

/** Keeps jobs and their outcomes. Whatever a call wrote is on disk when it returns. */
export interface Results {
  begin(jobs: readonly PendingJob[]): void;
  /** Also forgets the earlier finished jobs of the same kind and client. */
  finish(outcomes: readonly Outcome[]): void;
  last(kind: JobKind, clientId?: number): LastJob | null;
  /** Finds a job by its id; null when there never was one or a later one has taken its place. */
  job(id: string): KnownJob | null;
  /** The newest jobs that have ended so, newest first; of scores, those with one decision when it is named. */
  recent(wanted: {
    status: "done" | "failed";
    decision?: string;
    limit: number;
  }): EndedJob[] | Promise<EndedJob[]>;
  /** Acknowledged jobs without an outcome, oldest first. */
  pending(): PendingJob[];
  /** Reads once, and writes once if the last write failed, to learn whether the store works. @throws STORAGE_… */
  check(): void;
  close(): void;
}
