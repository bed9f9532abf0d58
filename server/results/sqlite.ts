import type Database from "libsql";
import {ScorebookError} from "../../src/core/errors.ts";
import {toStorageError} from "./faults.ts";
import {openDatabase, SCHEMA_VERSION} from "./openDatabase.ts";
import {
  DEFAULT_KEEP,
  type EndedJob,
  forgottenBefore,
  type Keep,
  type KnownJob,
  type LastJob,
  type PendingJob,
  type Results
} from "./results.ts";
import {asBytes, readTexts} from "./textRows.ts";
import {transaction} from "./transaction.ts";

/**
 * Opens the results in one SQLite file, made if absent; ":memory:" for a store that dies with the process.
 * Each call is one transaction in a write-ahead log that is synced before its promise resolves, so that an
 * acknowledged job survives a killed process and a power cut. No call waits for a lock of another program.
 * @throws as openDatabase does
 */
export const openResults = (path: string, keep?: Keep): Results =>
  createResults(openDatabase(path), path, keep);

/** What a job is, whatever became of it. */
const PENDING = `client_id AS clientId, ${asBytes("job", "kind", "requested_at requestedAt")}`;

/** Keeps results in an open database that errors call `path`; one process has it at a time. */
export function createResults(db: Database.Database, path: string, keep: Keep = DEFAULT_KEEP): Results {
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
  const outdate = db.prepare(`
    UPDATE jobs SET older = 1 WHERE status <> 'pending' AND older = 0
      AND (kind, client_id) = (SELECT kind, client_id FROM jobs WHERE job = ?1)
      AND seq < (SELECT max(seq) FROM jobs WHERE status <> 'pending'
        AND (kind, client_id) = (SELECT kind, client_id FROM jobs WHERE job = ?1))`);
  const forgetOld = db.prepare("DELETE FROM jobs WHERE older = 1 AND finished_at < ?");
  const forgetMany = db.prepare(
    `DELETE FROM jobs WHERE older = 1
      AND seq <= (SELECT seq FROM jobs WHERE older = 1 ORDER BY seq DESC LIMIT 1 OFFSET ?)`
  );
  const lastOfAll = db.prepare(
    `SELECT ${asBytes("status", "body")} FROM jobs WHERE kind = ? ORDER BY seq DESC LIMIT 1`
  );
  const lastOfClient = db.prepare(
    `SELECT ${asBytes("status", "body")} FROM jobs WHERE kind = ? AND client_id = ? ORDER BY seq DESC LIMIT 1`
  );
  const byId = db.prepare(
    `SELECT ${PENDING}, ${asBytes("status", "finished_at finishedAt", "body")}
     FROM jobs WHERE job = ?`
  );
  const ended = db.prepare(
    `SELECT ${PENDING}, ${asBytes("status", "finished_at finishedAt", "body")}
     FROM jobs WHERE status = ?1 AND (?2 IS NULL OR (kind = 'score' AND json_extract(body, '$.decision') = ?2))
     ORDER BY seq DESC LIMIT ?3`
  );
  const unfinished = db.prepare(
    `SELECT ${PENDING}
     FROM jobs WHERE status = 'pending' ORDER BY seq`
  );
  const listPending = () => unfinished.all().map((row) => readTexts<PendingJob>(row, path));
  let adopted = false;
  return {
    async begin(jobs) {
      write(() => {
        for (const {job, kind, clientId, requestedAt} of jobs) insert.run(job, kind, clientId, requestedAt);
      });
    },
    async finish(outcomes) {
      if (outcomes.length === 0) return [];
      let first: boolean[] = [];
      write(() => {
        first = outcomes.map(({job, status, finishedAt, body}) => {
          const isFirst = update.run(status, finishedAt, body, job).changes > 0;
          if (isFirst) outdate.run(job);
          return isFirst;
        });
        forgetOld.run(forgottenBefore(outcomes, keep));
        forgetMany.run(keep.older);
      });
      return first;
    },
    last: async (kind, clientId) =>
      told(() => {
        const row = clientId === undefined ? lastOfAll.get(kind) : lastOfClient.get(kind, clientId);
        if (!row) return null;
        const {status, body} = readTexts<{status: LastJob["status"]; body: string}>(row, path);
        return status === "pending" ? {status} : {status, body};
      }),
    job: async (id) =>
      told(() => {
        const row = byId.get(id);
        if (!row) return null;
        const {job, kind, clientId, requestedAt, status, finishedAt, body} = readTexts<
          Required<KnownJob> & {finishedAt: string; body: string}
        >(row, path);
        const known = {job, kind, clientId, requestedAt};
        return status === "pending" ? {...known, status} : {...known, status, finishedAt, body};
      }),
    recent: async ({status, decision = null, limit}) =>
      told(() => ended.all(status, decision, limit).map((row) => readTexts<EndedJob>(row, path))),
    pending: async () => told(listPending),
    async adopt() {
      if (adopted) return [];
      const jobs = told(listPending);
      adopted = true;
      return jobs;
    },
    async check() {
      told(() => db.prepare("SELECT 1 FROM jobs LIMIT 1").get());
      if (broken !== undefined) write(() => db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`));
    },
    close: async () => void db.close()
  };
}
