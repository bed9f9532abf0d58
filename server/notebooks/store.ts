import type {Notebook, NotebookVersion} from "../../src/core/schema/notebook.ts";
import {toStorageError} from "../results/faults.ts";
import {type FileForm, openDatabase} from "../results/openDatabase.ts";
import {asBytes, parseKept, readTexts} from "../results/textRows.ts";
import {transaction} from "../results/transaction.ts";

/** Versions of one notebook that are kept; older ones are forgotten. */
export const KEPT_VERSIONS = 100;

/** The file of the notebooks; its mark is "ScNb". */
const FORM: FileForm = {
  applicationId: 0x53634e62,
  migrations: [
    `CREATE TABLE versions (
       id TEXT NOT NULL,
       version INTEGER NOT NULL,
       title TEXT NOT NULL,
       cells TEXT NOT NULL,
       cell_count INTEGER NOT NULL,
       saved_at TEXT NOT NULL,
       author TEXT NOT NULL,
       PRIMARY KEY (id, version)
     ) WITHOUT ROWID;`
  ],
  table: "versions",
  columns: ["id", "version", "title", "cells", "cell_count", "saved_at", "author"]
};

/** Keeps notebooks with their versions. What a call wrote is kept when its promise resolves. @throws STORAGE_… */
export interface NotebookStore {
  /** The newest version of each notebook, the one saved last first. */
  list(limit: number): Promise<NotebookVersion[]>;
  /** A version of a notebook, the newest when none is named; null when it is not there. */
  read(id: string, version?: number): Promise<Notebook | null>;
  /** The versions that are kept, newest first. */
  versions(id: string): Promise<NotebookVersion[]>;
  /**
   * Adds a version after the present one, in the place of the `replaced` one when that is named. Answers false, and
   * writes nothing, when the present version is not `after` (0: there is none), for somebody was faster.
   */
  write(notebook: Notebook, after: number, replaced?: number): Promise<boolean>;
  /** Forgets a notebook with all its versions; false when it is not there. */
  remove(id: string): Promise<boolean>;
  count(): Promise<number>;
  /** Bytes of all that is kept. */
  bytes(): Promise<number>;
  close(): Promise<void>;
}

/** Opens the notebooks in one SQLite file, made if absent; ":memory:" for some that die with the process. @throws as openDatabase does */
export function openNotebooks(path: string): NotebookStore {
  const db = openDatabase(path, FORM);
  const told = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw toStorageError(error, path);
    }
  };
  const texts = asBytes("id", "title", "saved_at savedAt", "author by");
  const summary = `version, cell_count AS cells, ${texts}`;
  const newest = "version = (SELECT max(version) FROM versions AS v WHERE v.id = versions.id)";
  const listed = db.prepare(
    `SELECT ${summary} FROM versions WHERE ${newest} ORDER BY saved_at DESC, id LIMIT ?`
  );
  const ofOne = db.prepare(`SELECT ${summary} FROM versions WHERE id = ? ORDER BY version DESC`);
  const whole = `SELECT version, ${asBytes("cells")}, ${texts} FROM versions WHERE id = ?`;
  const last = db.prepare(`${whole} ORDER BY version DESC LIMIT 1`);
  const exact = db.prepare(`${whole} AND version = ?`);
  const insert = db.prepare(
    "INSERT INTO versions (id, version, title, cells, cell_count, saved_at, author) VALUES (?, ?, ?, ?, ?, ?, ?)"
  );
  const drop = db.prepare("DELETE FROM versions WHERE id = ? AND version = ?");
  const prune = db.prepare(
    "DELETE FROM versions WHERE id = ?1 AND version <= (SELECT version FROM versions WHERE id = ?1 ORDER BY version DESC LIMIT 1 OFFSET ?2)"
  );
  const forget = db.prepare("DELETE FROM versions WHERE id = ?");
  const present = db.prepare("SELECT coalesce(max(version), 0) AS version FROM versions WHERE id = ?");
  const number = (sql: string) => told(() => Object.values(db.prepare(sql).get() as object)[0] as number);
  return {
    list: async (limit) => told(() => listed.all(limit).map((row) => readTexts<NotebookVersion>(row, path))),
    read: async (id, version) =>
      told(() => {
        const row = version === undefined ? last.get(id) : exact.get(id, version);
        if (!row) return null;
        const {cells, ...rest} = readTexts<Omit<Notebook, "cells"> & {cells: string}>(row, path);
        return {...rest, cells: parseKept<Notebook["cells"]>(cells, path)};
      }),
    versions: async (id) => told(() => ofOne.all(id).map((row) => readTexts<NotebookVersion>(row, path))),
    write: async ({id, version, title, cells, savedAt, by}, after, replaced) =>
      told(() => {
        let isWritten = false;
        transaction(db, () => {
          isWritten = (present.get(id) as {version: number}).version === after;
          if (!isWritten) return;
          if (replaced !== undefined) drop.run(id, replaced);
          insert.run(id, version, title, JSON.stringify(cells), cells.length, savedAt, by);
          prune.run(id, KEPT_VERSIONS);
        });
        return isWritten;
      }),
    remove: async (id) => told(() => forget.run(id).changes > 0),
    count: async () => number("SELECT count(DISTINCT id) FROM versions"),
    bytes: async () => number("PRAGMA page_count") * number("PRAGMA page_size"),
    close: async () => void db.close()
  };
}
