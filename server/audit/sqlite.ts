import type {ScorebookError} from "../../src/core/errors.ts";
import {toStorageError} from "../results/faults.ts";
import {createFileCommit} from "../results/fileCommit.ts";
import {type FileForm, openDatabase} from "../results/openDatabase.ts";
import {sha256} from "./canonical.ts";
import {
  type ChainRecord,
  type Draft,
  GENESIS,
  type Head,
  linkRecord,
  parseRecord,
  type StoredRecord
} from "./record.ts";
import {type ChainStore, type RecordFilter, recordTaken, unreadableRecord} from "./store.ts";

/** The file of the chain; its mark is "ScAu". Columns to search by are read out of the records, not kept beside them. */
const FORM: FileForm = {
  applicationId: 0x53634175,
  migrations: [
    `CREATE TABLE records (seq INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, record TEXT NOT NULL);
     CREATE TABLE inputs (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
     CREATE UNIQUE INDEX records_once ON records (json_extract(record, '$.once'))
       WHERE json_extract(record, '$.once') IS NOT NULL;
     CREATE INDEX records_of_kind ON records (json_extract(record, '$.kind'), seq);
     CREATE INDEX records_of_client ON records (json_extract(record, '$.body.clientId'), seq);
     CREATE INDEX records_by ON records (json_extract(record, '$.by.name'), seq);
     CREATE TRIGGER records_kept BEFORE UPDATE ON records BEGIN SELECT RAISE(ABORT, 'records are never changed'); END;
     CREATE TRIGGER records_stay BEFORE DELETE ON records BEGIN SELECT RAISE(ABORT, 'records are never removed'); END;
     CREATE TRIGGER inputs_kept BEFORE UPDATE ON inputs BEGIN SELECT RAISE(ABORT, 'inputs are never changed'); END;
     CREATE TRIGGER inputs_stay BEFORE DELETE ON inputs BEGIN SELECT RAISE(ABORT, 'inputs are never removed'); END;`
  ],
  table: "records",
  columns: ["seq", "hash", "record"]
};

/** Read as bytes: the driver ends the process on text that is not UTF-8, which damaged text may be. */
const COLUMNS = "CAST(seq AS INTEGER) AS seq, CAST(hash AS BLOB) AS hash, CAST(record AS BLOB) AS bytes";
type Row = {seq: number; hash: Uint8Array; bytes: Uint8Array};
const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");

/** An append on its way, and what became of it. */
interface Appending {
  draft: Draft;
  record?: ChainRecord;
  refused?: ScorebookError;
}

/**
 * Opens the chain in one SQLite file, made if absent; ":memory:" for one that dies with the process. Appends of one turn
 * of the event loop share one transaction and one sync.
 * @throws as openDatabase does
 */
export function openChain(path: string): ChainStore {
  const db = openDatabase(path, FORM);
  const listeners = new Set<(record: ChainRecord) => void>();
  const last = db.prepare("SELECT seq, CAST(hash AS BLOB) AS hash FROM records ORDER BY seq DESC LIMIT 1");
  const insert = db.prepare("INSERT INTO records (seq, hash, record) VALUES (?, ?, ?)");
  const keep = db.prepare("INSERT OR IGNORE INTO inputs (sha256, bytes) VALUES (?, ?)");
  const one = db.prepare(`SELECT ${COLUMNS} FROM records WHERE seq = ?`);
  const keyed = db.prepare(`SELECT ${COLUMNS} FROM records WHERE json_extract(record, '$.once') = ?`);
  const after = db.prepare(`SELECT ${COLUMNS} FROM records WHERE seq > ? ORDER BY seq LIMIT ?`);
  const bytesOf = db.prepare("SELECT CAST(bytes AS BLOB) AS bytes FROM inputs WHERE sha256 = ?");
  const digestsAfter = db.prepare(
    "SELECT CAST(sha256 AS BLOB) AS name FROM inputs WHERE sha256 > ? ORDER BY sha256 LIMIT ?"
  );

  /** Reads with errors of the catalogue, as a promise. */
  async function told<T>(work: () => T): Promise<T> {
    try {
      return work();
    } catch (error) {
      throw toStorageError(error, path);
    }
  }

  const headNow = (): Head => {
    const row = last.get() as Omit<Row, "bytes"> | undefined;
    return row ? {seq: row.seq, hash: utf8(row.hash)} : GENESIS;
  };

  const commit = createFileCommit<Appending>(db, path, (items) => {
    let head = headNow();
    for (const item of items) {
      const {once, inputs = {}} = item.draft;
      item.record = undefined;
      item.refused = once !== undefined && keyed.get(once) ? recordTaken(once) : undefined;
      if (item.refused) continue;
      const stored = linkRecord(item.draft, head);
      for (const bytes of Object.values(inputs)) keep.run(sha256(bytes), Buffer.from(bytes));
      insert.run(stored.seq, stored.hash, stored.text);
      item.record = parseRecord(stored);
      head = stored;
    }
  });

  return {
    async append(draft) {
      const item: Appending = {draft};
      await commit(item);
      if (item.refused) throw item.refused;
      for (const listener of listeners) listener(item.record!);
      return item.record!;
    },
    head: () => told(headNow),
    read: (seq) => told(() => parsed(one.get(seq))),
    find: (once) => told(() => parsed(keyed.get(once))),
    list: (filter) =>
      told(() => {
        const {sql, values} = searchOf(filter);
        return (db.prepare(sql).all(...values) as Row[]).map(rowToRecord);
      }),
    stored: (place, limit) =>
      told(() =>
        (after.all(place, limit) as Row[]).map(
          ({seq, hash, bytes}): StoredRecord => ({seq, hash: utf8(hash), bytes: new Uint8Array(bytes)})
        )
      ),
    input: (digest) =>
      told(() => {
        const row = bytesOf.get(digest) as {bytes: Uint8Array} | undefined;
        return row ? new Uint8Array(row.bytes) : null;
      }),
    digests: (digest, limit) =>
      told(() => (digestsAfter.all(digest, limit) as {name: Uint8Array}[]).map(({name}) => utf8(name))),
    damage: () =>
      told(() =>
        (db.prepare("PRAGMA integrity_check(20)").all() as {integrity_check: string}[])
          .map((row) => row.integrity_check)
          .filter((line) => line !== "ok")
      ),
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => void db.close()
  };
}

const parsed = (row: unknown): ChainRecord | null => (row ? rowToRecord(row as Row) : null);

/** @throws STORAGE_DAMAGED for a row that is no record any more */
function rowToRecord({seq, hash, bytes}: Row): ChainRecord {
  try {
    return parseRecord({hash: utf8(hash), text: utf8(bytes)});
  } catch {
    throw unreadableRecord(seq);
  }
}

/** Words a search as SQL over what the indexes are made of. */
function searchOf({kinds, clientId, by, overrides, before, limit}: RecordFilter) {
  const conditions: [sql: string, ...values: (string | number)[]][] = [];
  if (kinds)
    conditions.push([`json_extract(record, '$.kind') IN (${kinds.map(() => "?").join(", ")})`, ...kinds]);
  if (clientId !== undefined) conditions.push(["json_extract(record, '$.body.clientId') = ?", clientId]);
  if (by !== undefined) conditions.push(["json_extract(record, '$.by.name') = ?", by]);
  if (overrides !== undefined)
    conditions.push([`json_type(record, '$.body.override') ${overrides ? "=" : "<>"} 'object'`]);
  if (before !== undefined) conditions.push(["seq < ?", before]);
  const where = conditions.length > 0 ? `WHERE ${conditions.map(([sql]) => sql).join(" AND ")}` : "";
  return {
    sql: `SELECT ${COLUMNS} FROM records ${where} ORDER BY seq DESC LIMIT ?`,
    values: [...conditions.flatMap(([, ...values]) => values), limit]
  };
}
