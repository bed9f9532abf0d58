import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {ColumnSchema} from "../../loaders/tables/schema/column.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {TABLE_NAMES, type TableName} from "../../loaders/types.ts";

/** Rows of CSV cells by table, the header first; the cells follow the schema and nothing else. */
export type FixtureTables = Record<TableName, string[][]>;

const FIRST_CLIENT = 100001;

/** Makes a small set: 4 train and 2 test clients with 2 loans each, 3 months per loan, and a client without any. */
export function fixtureTables(): FixtureTables {
  const tables = {} as FixtureTables;
  for (const name of TABLE_NAMES) tables[name] = [TABLES[name].columns.map((column) => column.name)];
  const add = (name: TableName, n: number, ids: Record<string, number>) =>
    tables[name].push(
      TABLES[name].columns.map((column, i) =>
        ids[column.name] === undefined ? cell(column, n * 7 + i * 3) : String(ids[column.name])
      )
    );
  for (let client = 0; client < 6; client++) {
    const SK_ID_CURR = FIRST_CLIENT + client;
    add(client < 4 ? "application_train" : "application_test", client, {SK_ID_CURR});
    if (client === 3) continue;
    for (let loan = 1; loan >= 0; loan--) {
      const n = client * 2 + loan;
      const SK_ID_BUREAU = 5000000 + ((n * 5) % 17);
      const SK_ID_PREV = 1000000 + ((n * 7) % 19);
      add("bureau", n, {SK_ID_CURR, SK_ID_BUREAU, DAYS_CREDIT: -100 - loan});
      add("previous_application", n, {SK_ID_CURR, SK_ID_PREV});
      for (const month of [-2, -1, -3]) {
        const key = {SK_ID_CURR, SK_ID_PREV, MONTHS_BALANCE: month};
        add("bureau_balance", n - month, {SK_ID_BUREAU, MONTHS_BALANCE: month});
        add("POS_CASH_balance", n - month, key);
        add("credit_card_balance", n - month, key);
        add("installments_payments", n - month, {SK_ID_CURR, SK_ID_PREV, NUM_INSTALMENT_NUMBER: -month});
      }
    }
  }
  return tables;
}

function cell(column: ColumnSchema, n: number): string {
  if (column.categories !== undefined) {
    const text = column.categories[n % column.categories.length]!;
    return n % 5 === 4 ? "" : text.includes(",") ? `"${text}"` : text;
  }
  if (n % 4 === 3) return "";
  if (column.kind === "flag") return String(n % 2);
  if (column.kind === "number") return String(column.most === 1 ? (n % 8) / 8 : (n * 997) / 8);
  if (column.nullCode !== undefined && n % 3 === 0) return `${column.nullCode}.0`;
  return column.name.startsWith("DAYS") ? `${-n}.0` : String(n % ((column.most ?? 99) + 1));
}

/** Joins rows to the text of a CSV file. */
export function toCsv(rows: readonly string[][]): string {
  return `${rows.map((row) => row.join(",")).join("\n")}\n`;
}

let root: string | undefined;

/** Makes a temporary folder that is removed when the test's process ends. */
export function temporaryFolder(): string {
  if (root === undefined) {
    const made = mkdtempSync(join(tmpdir(), "scorebook-test-"));
    process.once("exit", () => rmSync(made, {recursive: true, force: true}));
    root = made;
  }
  return mkdtempSync(join(root, "set-"));
}

/** Writes tables as CSV files, or other text where `texts` has it; the folder. */
export function writeTables(tables: FixtureTables, texts: Partial<Record<TableName, string>> = {}): string {
  const dir = temporaryFolder();
  for (const name of TABLE_NAMES) writeFileSync(join(dir, `${name}.csv`), texts[name] ?? toCsv(tables[name]));
  return dir;
}
