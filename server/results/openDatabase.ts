import {mkdirSync, statSync} from "node:fs";
import {dirname} from "node:path";
import Database from "libsql";
import {ScorebookError} from "../../src/core/errors.ts";
import {damagedResults, toStorageError} from "./faults.ts";

/** Marks the file as ours, as SQLite's application_id: "Scor". */
const APPLICATION_ID = 0x53636f72;
/** How long the start waits for another program's lock; afterwards nothing ever waits inside a call. */
const START_WAIT_MS = 2000;
/** Up to this size a file is read through at the start. */
const CHECKED_BYTES = 64 * 2 ** 20;

/**
 * Step i leads from schema version i to i + 1; a change in the form of the kept bodies is a step as well. The first
 * also adopts files from before versions were written, whose bodies have an older form and are forgotten.
 */
const MIGRATIONS = [
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
   DELETE FROM jobs WHERE status = 'done';`
];
/** The schema version that this program reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;
const COLUMNS = ["seq", "job", "kind", "client_id", "status", "requested_at", "finished_at", "body"];

/**
 * Opens the SQLite file of the results, made if absent, and brings its schema to the present version. Writes are
 * synced; a lock of another program is told at once and never waited for.
 * @throws STORAGE_DAMAGED, STORAGE_INVALID for a file of another program or a later version, STORAGE_FULL, STORAGE_LOCKED
 */
export function openDatabase(path: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), {recursive: true});
    db = new Database(path);
    db.exec(`PRAGMA busy_timeout = ${START_WAIT_MS}`);
    checkWhole(db, path);
    const version = versionOf(db, path);
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    if (version < SCHEMA_VERSION) {
      const steps = MIGRATIONS.slice(version).join("\n");
      db.exec(`BEGIN IMMEDIATE; ${steps} PRAGMA application_id = ${APPLICATION_ID};
        PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
    }
    db.exec("PRAGMA busy_timeout = 0");
    return db;
  } catch (error) {
    db?.close();
    throw toStorageError(error, path);
  }
}

function checkWhole(db: Database.Database, path: string): void {
  if (path !== ":memory:" && statSync(path).size > CHECKED_BYTES) return;
  const {quick_check: found} = db.prepare("PRAGMA quick_check(1)").get() as {quick_check: string};
  if (found !== "ok") throw damagedResults(path, found.split("\n").at(-1)!);
}

/** Reads the schema version; 0 for a new file, and for one of ours from before versions were written. */
function versionOf(db: Database.Database, path: string): number {
  const pragma = (name: string) => (db.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name]!;
  const names = (sql: string) => (db.prepare(sql).all() as {name: string}[]).map(({name}) => name);
  const [application, version] = [pragma("application_id"), pragma("user_version")];
  const tables = names("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  if (application === 0 && version === 0 && tables.length === 0) return 0;
  const isOlder = application === 0 && version === 0 && tables.join() === "jobs";
  if (application !== APPLICATION_ID && !isOlder)
    throw refused(path, `belongs to another program (its tables are ${tables.join(", ") || "none"})`);
  if (version > SCHEMA_VERSION)
    throw refused(
      path,
      `was written by a later version of this program (schema ${version}; this one knows ${SCHEMA_VERSION})`
    );
  const lacking = COLUMNS.filter(
    (name) => !names("SELECT name FROM pragma_table_info('jobs')").includes(name)
  );
  if (lacking.length > 0) throw refused(path, `has no column ${lacking.join(", ")} in its table jobs`);
  return version;
}

const refused = (path: string, what: string) =>
  new ScorebookError("STORAGE_INVALID", `${path} ${what}; move it away, and the next start makes a new one.`);
