import {mkdirSync} from "node:fs";
import {dirname} from "node:path";
import Database from "libsql";
import type {LastJob, PendingJob, Results} from "./results.ts";

/** Rises when the form of the kept bodies changes; an explanation of an older form is forgotten. */
const FORM = 1;

/**
 * Opens the results in one SQLite file, made if absent; ":memory:" for a store that dies with the process.
 * Each call is one transaction in a write-ahead log that is synced before the call returns, so that an
 * acknowledged job survives a killed process and a power cut.
 */
export function openResults(path: string): Results {
  if (path !== ":memory:") mkdirSync(dirname(path), {recursive: true});
  const db = new Database(path);
  db.exec(`
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS jobs (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      job TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      client_id INTEGER NOT NULL,
      status TEXT NOT NULL,
      requested_at TEXT NOT NULL,
      finished_at TEXT,
      body TEXT
    );
    CREATE INDEX IF NOT EXISTS jobs_of_kind ON jobs (kind, seq);
    CREATE INDEX IF NOT EXISTS jobs_of_client ON jobs (kind, client_id, seq);
    CREATE INDEX IF NOT EXISTS jobs_pending ON jobs (seq) WHERE status = 'pending';
  `);
  const {user_version: form} = db.prepare("PRAGMA user_version").get() as {user_version: number};
  if (form !== FORM)
    db.exec(`DELETE FROM jobs WHERE status = 'done' AND kind = 'explanation'; PRAGMA user_version = ${FORM}`);
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
  const unfinished = db.prepare(
    `SELECT job, kind, client_id AS clientId, requested_at AS requestedAt
     FROM jobs WHERE status = 'pending' ORDER BY seq`
  );
  const begin = db.transaction((jobs: readonly PendingJob[]) => {
    for (const {job, kind, clientId, requestedAt} of jobs) insert.run(job, kind, clientId, requestedAt);
  });
  const finish = db.transaction((outcomes: Parameters<Results["finish"]>[0]) => {
    for (const {job, status, finishedAt, body} of outcomes) {
      update.run(status, finishedAt, body, job);
      forget.run(job);
    }
  });
  return {
    begin: (jobs) => void begin.immediate(jobs),
    finish: (outcomes) => void finish.immediate(outcomes),
    last(kind, clientId) {
      const row = clientId === undefined ? lastOfAll.get(kind) : lastOfClient.get(kind, clientId);
      if (!row) return null;
      const {status, body} = row as {status: LastJob["status"]; body: string};
      return status === "pending" ? {status} : {status, body};
    },
    pending: () =>
      (unfinished.all() as PendingJob[]).map(({job, kind, clientId, requestedAt}) => ({
        job,
        kind,
        clientId,
        requestedAt
      })),
    check: () => void db.prepare("SELECT 1").get(),
    close: () => void db.close()
  };
}
