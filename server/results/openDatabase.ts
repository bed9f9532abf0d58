import {mkdirSync, statSync} from "node:fs";
import {dirname} from "node:path";
import Database from "libsql";
import {ScorebookError} from "../../src/core/errors.ts";
import {damagedResults, toStorageError} from "./faults.ts";
import {transaction} from "./transaction.ts";

/** What a kind of file holds, so that no other is taken for it. */
export interface FileForm {
  /** Marks the file as ours, as SQLite's application_id. */
  applicationId: number;
  /** Step i leads from schema version i to i + 1. */
  migrations: readonly string[];
  /** The table that is looked at, and the columns it has in the present version. */
  table: string;
  columns: readonly string[];
}
/** How long the start waits for another program's lock; afterwards nothing ever waits inside a call. */
const START_WAIT_MS = 2000;
/** Up to this size a file is read through at the start. */
const CHECKED_BYTES = 64 * 2 ** 20;

/**
 * A change in the form of the kept bodies is a step as well. The first
 * also adopts files from before versions were written, whose bodies have an older form and are forgotten.
 */
const RESULTS_MIGRATIONS = [
  `CREATE TABLE IF NOT EXISTS jobs (
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
   DELETE FROM jobs WHERE status = 'done';`,
  `ALTER TABLE jobs ADD COLUMN older INTEGER NOT NULL DEFAULT 0;
   CREATE INDEX jobs_older ON jobs (seq) WHERE older = 1;`
];
/** The schema version of results that this program reads and writes. */
export const SCHEMA_VERSION = RESULTS_MIGRATIONS.length;
/** The file of the results; its mark is "Scor". */
const RESULTS: FileForm = {
  applicationId: 0x53636f72,
  migrations: RESULTS_MIGRATIONS,
  table: "jobs",
  columns: ["seq", "job", "kind", "client_id", "status", "requested_at", "finished_at", "body"]
};

/**
 * Opens a SQLite file, by default that of the results, made if absent, and brings its schema to the present version.
 * Writes are synced; a lock of another program is told at once and never waited for.
 * @throws STORAGE_DAMAGED, STORAGE_INVALID for a file of another program or a later version, STORAGE_FULL, STORAGE_LOCKED
 */
export function openDatabase(path: string, form: FileForm = RESULTS): Database.Database {
  const present = form.migrations.length;
  let db: Database.Database | undefined;
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), {recursive: true});
    db = new Database(path);
    db.exec(`PRAGMA busy_timeout = ${START_WAIT_MS}`);
    checkWhole(db, path);
    if (versionAtOnce(db, path, form) < present) bringToPresent(db, path, form);
    useWriteAheadLog(db);
    db.exec("PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0");
    return db;
  } catch (error) {
    db?.close();
    throw toStorageError(error, path);
  }
}

/** Reads the schema version as it is at one moment, whatever another process does meanwhile. */
function versionAtOnce(db: Database.Database, path: string, form: FileForm): number {
  db.exec("BEGIN");
  try {
    return versionOf(db, path, form);
  } finally {
    db.exec("COMMIT");
  }
}

/** Brings the schema to the present version; of several processes that open a new file at once, one does. */
function bringToPresent(db: Database.Database, path: string, form: FileForm): void {
  transaction(db, () => {
    const steps = form.migrations.slice(versionOf(db, path, form));
    if (steps.length === 0) return;
    db.exec(`${steps.join("\n")} PRAGMA application_id = ${form.applicationId};
      PRAGMA user_version = ${form.migrations.length}`);
  });
}

/** Turns the write-ahead log on; SQLite does not wait by itself when another process is about the same. */
function useWriteAheadLog(db: Database.Database): void {
  const untilMs = performance.now() + START_WAIT_MS;
  for (;;) {
    try {
      return void db.exec("PRAGMA journal_mode = WAL");
    } catch (error) {
      const isLocked = /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test((error as {code?: string}).code ?? "");
      if (!isLocked || performance.now() > untilMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

function checkWhole(db: Database.Database, path: string): void {
  if (path !== ":memory:" && statSync(path).size > CHECKED_BYTES) return;
  const {quick_check: found} = db.prepare("PRAGMA quick_check(1)").get() as {quick_check: string};
  if (found !== "ok") throw damagedResults(path, found.split("\n").at(-1)!);
}

/** Reads the schema version; 0 for a new file, and for one of ours from before versions were written. */
function versionOf(db: Database.Database, path: string, form: FileForm): number {
  const present = form.migrations.length;
  const pragma = (name: string) => (db.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name]!;
  const names = (sql: string) => (db.prepare(sql).all() as {name: string}[]).map(({name}) => name);
  const [application, version] = [pragma("application_id"), pragma("user_version")];
  const tables = names("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  if (application === 0 && version === 0 && tables.length === 0) return 0;
  const isOlder = application === 0 && version === 0 && tables.join() === "jobs" && form === RESULTS;
  if (application !== form.applicationId && !isOlder)
    throw refused(path, `belongs to another program (its tables are ${tables.join(", ") || "none"})`);
  if (version > present)
    throw refused(
      path,
      `was written by a later version of this program (schema ${version}; this one knows ${present})`
    );
  const own = names(`SELECT name FROM pragma_table_info('${form.table}')`);
  const lacking = form.columns.filter((name) => !own.includes(name));
  if (lacking.length > 0)
    throw refused(path, `has no column ${lacking.join(", ")} in its table ${form.table}`);
  return version;
}

const refused = (path: string, what: string) =>
  new ScorebookError("STORAGE_INVALID", `${path} ${what}; move it away, and the next start makes a new one.`);
