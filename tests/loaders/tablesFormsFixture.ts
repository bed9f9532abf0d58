import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {openHistory} from "../../loaders/history/read.ts";
import {writeHistory} from "../../loaders/history/write.ts";
import type {Assumption} from "../../loaders/tables/assumptions.ts";
import {openTables, type RawTables} from "../../loaders/tables/open.ts";
import {type ClientRows, TABLE_NAMES, type TableName} from "../../loaders/types.ts";
import {type FixtureTables, fixtureTables, temporaryFolder, writeTables} from "./tablesFixture.ts";

/** Kaggle's own form of the small tables. */
export const tables = fixtureTables();
/** A table as its cells are written, the names of the columns first. */
export type Rows = string[][];

/** What was read of a folder. */
export interface Read {
  readonly raw: RawTables;
  /** Of the check and of the rows themselves. */
  readonly assumptions: readonly Assumption[];
  /** Each client's rows as they are served. */
  readonly rows: readonly ClientRows[];
}

/** Reads the tables of a folder, through the check and into the history. */
export async function open<T>(dir: string, use: (read: Read) => T): Promise<T> {
  const raw = await openTables(dir);
  const into = join(temporaryFolder(), "history");
  try {
    const {assumptions} = writeHistory(into, raw);
    const history = openHistory(into);
    const rows = Array.from(history.clients, (client) => history.rows(client));
    history.close();
    return use({raw, assumptions: [...raw.assumptions, ...assumptions], rows});
  } finally {
    raw.close();
  }
}

/** What the clients' rows are. */
export const expected = await open(writeTables(tables), ({rows}) => rows);

/** Writes every table in another form. */
export function inForm(
  form: (rows: Rows, name: TableName) => string | Buffer,
  from: FixtureTables = tables
): string {
  const dir = temporaryFolder();
  for (const name of TABLE_NAMES)
    writeFileSync(
      join(dir, `${name}.csv`),
      form(
        from[name].map((row) => [...row]),
        name
      )
    );
  return dir;
}

/** Writes rows as lines. */
export const joined = (rows: Rows, separator: string) =>
  `${rows.map((row) => row.join(separator)).join("\n")}\n`;

/** Takes the quotes of a cell off. */
export const plain = (cell: string) => cell.replace(/^"(.*)"$/s, "$1");

/** Takes quotes off where nothing needs them. */
export const unquoted = (rows: Rows) =>
  rows.map((row) => row.map((cell) => (cell.includes(",") ? cell : plain(cell))));
