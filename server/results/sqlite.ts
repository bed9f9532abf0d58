import type Database from "libsql";
import {ScorebookError} from "../../src/core/errors.ts";
import {toStorageError} from "./faults.ts";
import {openDatabase, SCHEMA_VERSION} from "./openDatabase.ts";
import type {EndedJob, KnownJob, LastJob, PendingJob, Results} from "./results.ts";
import {transaction} from "./transaction.ts";

/**
 * Opens the results in one SQLite file, made if absent; ":memory:" for a store that dies with the process.
 * Each call is one transaction in a write-ahead log that is synced before the call returns, so that an
 * acknowledged job survives a killed process and a power cut. No call waits for a lock of another program.
 * @throws as openDatabase does
 */
export const openResults = (path: string): Results => createResults(openDatabase(path), path);

/** Keeps results in an open database that errors call `path`. */
export function createResults(db: Database.Database, path: string): Results {
  /** What the last write met; undefined when it succeeded. */
  let broken: unknown;

  /** Does what reads, with errors of the catalogue. */
  function told<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toStorageError(error, path);
    }
  }

  /** Does what writes as one transaction, with errors of the catalogue. */
  function write(work: () => void): void {
    try {
      transaction(db, work);
      broken = undefined;
    } catch (error) {
      broken = toStorageError(error, path);
      if (!(broken instanceof ScorebookError)) broken = undefined;
      throw broken ?? error;
    }
  }

  const insert = db.prepare(
    "INSERT INTO jobs (job, kind, client_id, status, requested_at) VALUES (?, ?, ?, 'pending', ?)"
  );
  const update = db.prepare(
    "UPDATE jobs SET status = ?, finished_at = ?, body = ? WHERE job = ? AND status = 'pending'"
  );
  const forget = db.prepare(`
    DELETE FROM jobs WHERE status <> 'pending'
      AND kind = (SELECT kind FROM jobs WHERE job = ?1)
      AND client_id = (SELECT client_id FROM jobs WHERE job = ?1)
      AND seq < (SELECT seq FROM jobs WHERE job = ?1)`);
  const lastOfAll = db.prepare("SELECT status, body FROM jobs WHERE kind = ? ORDER BY seq DESC LIMIT 1");
  const lastOfClient = db.prepare(
    "SELECT status, body FROM jobs WHERE kind = ? AND client_id = ? ORDER BY seq DESC LIMIT 1"
  );
  const byId = db.prepare(
    `SELECT job, kind, client_id AS clientId, requested_at AS requestedAt, status, finished_at AS finishedAt, body
     FROM jobs WHERE job = ?`
  );
  const ended = db.prepare(
    `SELECT job, kind, client_id AS clientId, requested_at AS requestedAt, status, finished_at AS finishedAt, body
     FROM jobs WHERE status = ?1 AND (?2 IS NULL OR (kind = 'score' AND json_extract(body, '$.decision') = ?2))
     ORDER BY seq DESC LIMIT ?3`
  );
  const unfinished = db.prepare(
    `SELECT job, kind, client_id AS clientId, requested_at AS requestedAt
     FROM jobs WHERE status = 'pending' ORDER BY seq`
  );
  return {
    begin: (jobs) =>
      write(() => {
        for (const {job, kind, clientId, requestedAt} of jobs) insert.run(job, kind, clientId, requestedAt);
      }),
    finish: (outcomes) =>
      write(() => {
        for (const {job, status, finishedAt, body} of outcomes) {
          update.run(status, finishedAt, body, job);
          forget.run(job);
        }
      }),
    last: (kind, clientId) =>
      told(() => {
        const row = clientId === undefined ? lastOfAll.get(kind) : lastOfClient.get(kind, clientId);
        if (!row) return null;
        const {status, body} = row as {status: LastJob["status"]; body: string};
        return status === "pending" ? {status} : {status, body};
      }),
    job: (id) =>
      told(() => {
        const row = byId.get(id) as (Required<KnownJob> & {finishedAt: string; body: string}) | undefined;
        if (!row) return null;
        const {job, kind, clientId, requestedAt, status, finishedAt, body} = row;
        const known = {job, kind, clientId, requestedAt};
        return status === "pending" ? {...known, status} : {...known, status, finishedAt, body};
      }),
    recent: ({status, decision = null, limit}) =>
      told(() => (ended.all(status, decision, limit) as EndedJob[]).map((row) => ({...row}))),
    pending: () =>
      told(() =>
        (unfinished.all() as PendingJob[]).map(({job, kind, clientId, requestedAt}) => ({
          job,
          kind,
          clientId,
          requestedAt
        }))
      ),
    check() {
      told(() => db.prepare("SELECT 1 FROM jobs LIMIT 1").get());
      if (broken !== undefined) write(() => db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`));
    },
    close: () => void db.close()
  };
}
