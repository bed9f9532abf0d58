import type {CaseFact, CaseState} from "../../src/core/schema/case.ts";
import {toStorageError} from "../results/faults.ts";
import {createFileCommit} from "../results/fileCommit.ts";
import {type FileForm, openDatabase} from "../results/openDatabase.ts";
import {asBytes, parseKept, readTexts} from "../results/textRows.ts";
import {type CaseFilter, type CaseStore, KEPT_CHANGES} from "./store.ts";

/** The file of the cases, beside the data. */
export const CASES_FILE = "cases.sqlite";

/** Its form; the mark is "ScCa". */
const FORM: FileForm = {
  applicationId: 0x53634361,
  migrations: [
    `CREATE TABLE cases (
       client_id INTEGER PRIMARY KEY,
       version INTEGER NOT NULL,
       status TEXT NOT NULL,
       claimed_by TEXT,
       changed_at TEXT NOT NULL,
       state TEXT NOT NULL
     );
     CREATE INDEX cases_changed ON cases (changed_at, client_id);
     CREATE INDEX cases_of_status ON cases (status, changed_at, client_id);
     CREATE TABLE changes (
       client_id INTEGER NOT NULL,
       version INTEGER NOT NULL,
       fact TEXT NOT NULL,
       PRIMARY KEY (client_id, version)
     ) WITHOUT ROWID;`
  ],
  table: "cases",
  columns: ["client_id", "version", "status", "claimed_by", "changed_at", "state"]
};

/** A state on its way, and whether the case was at the version before. */
interface Writing {
  state: CaseState;
  fact: CaseFact;
  isNext?: boolean;
}

/**
 * Opens the cases in one SQLite file, made if absent; ":memory:" for some that die with the process. Writes of one turn
 * of the event loop, of whichever cases, share one transaction and one sync.
 * @throws as openDatabase does
 */
export function openCases(path: string): CaseStore {
  const db = openDatabase(path, FORM);
  const listeners = new Set<(fact: CaseFact) => void>();
  const one = db.prepare(`SELECT ${asBytes("state")} FROM cases WHERE client_id = ?`);
  const versionOf = db.prepare("SELECT version FROM cases WHERE client_id = ?");
  const put = db.prepare(
    `INSERT INTO cases (client_id, version, status, claimed_by, changed_at, state) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (client_id) DO UPDATE SET version = excluded.version, status = excluded.status,
       claimed_by = excluded.claimed_by, changed_at = excluded.changed_at, state = excluded.state`
  );
  const log = db.prepare("INSERT INTO changes (client_id, version, fact) VALUES (?, ?, ?)");
  const prune = db.prepare("DELETE FROM changes WHERE client_id = ? AND version <= ?");
  const later = db.prepare(
    `SELECT ${asBytes("fact")} FROM changes WHERE client_id = ? AND version > ? ORDER BY version`
  );

  async function told<T>(work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      throw toStorageError(error, path);
    }
  }
  const present = (clientId: number): number =>
    (versionOf.get(clientId) as {version: number} | undefined)?.version ?? 0;
  const commit = createFileCommit<Writing>(db, path, (items) => {
    for (const item of items) {
      const {clientId, version, status, claim, changedAt} = item.state;
      item.isNext = present(clientId) === version - 1;
      if (!item.isNext) continue;
      put.run(clientId, version, status, claim?.by ?? null, changedAt, JSON.stringify(item.state));
      log.run(clientId, version, JSON.stringify(item.fact));
      prune.run(clientId, version - KEPT_CHANGES);
    }
  });
  const states = (rows: unknown[]) =>
    rows.map((row) => parseKept<CaseState>(readTexts<{state: string}>(row, path).state, path));

  return {
    read: (clientId) => told(() => states([one.get(clientId)].filter((row) => row))[0] ?? null),
    async write(state, fact) {
      const item: Writing = {state, fact};
      await commit(item);
      if (item.isNext) for (const listener of listeners) listener(fact);
      return item.isNext === true;
    },
    since: (clientId, version) =>
      told(() => {
        const missing = present(clientId) - version;
        if (missing < 0) return null;
        const facts = later
          .all(clientId, version)
          .map((row) => parseKept<CaseFact>(readTexts<{fact: string}>(row, path).fact, path));
        return facts.length === missing ? facts : null;
      }),
    list: (filter) =>
      told(() => {
        const {sql, values} = searchOf(filter);
        return states(db.prepare(sql).all(...values));
      }),
    some: (clientIds) =>
      told(() => {
        const marks = clientIds.map(() => "?").join(", ");
        return states(
          db.prepare(`SELECT ${asBytes("state")} FROM cases WHERE client_id IN (${marks})`).all(...clientIds)
        );
      }),
    onWrite(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => void db.close()
  };
}

function searchOf({status, claimedBy, after, limit}: CaseFilter) {
  const conditions: [sql: string, ...values: (string | number)[]][] = [];
  if (status) conditions.push(["status = ?", status]);
  if (claimedBy === null) conditions.push(["claimed_by IS NULL"]);
  else if (claimedBy !== undefined) conditions.push(["claimed_by = ?", claimedBy]);
  if (after) conditions.push(["(changed_at, client_id) < (?, ?)", after.changedAt, after.clientId]);
  const where = conditions.length > 0 ? `WHERE ${conditions.map(([sql]) => sql).join(" AND ")}` : "";
  return {
    sql: `SELECT ${asBytes("state")} FROM cases ${where} ORDER BY changed_at DESC, client_id DESC LIMIT ?`,
    values: [...conditions.flatMap(([, ...values]) => values), limit]
  };
}
