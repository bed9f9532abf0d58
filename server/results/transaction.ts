import type Database from "libsql";

/** Does what writes at once or not at all. SQLite may have rolled back by itself, so that a failing rollback says nothing. */
export function transaction(db: Database.Database, work: () => void): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    work();
    db.exec("COMMIT");
  } catch (error) {
    try {
      db.exec("ROLLBACK");
    } catch {}
    throw error;
  }
}
