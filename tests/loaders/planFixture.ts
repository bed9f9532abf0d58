import {cpSync, existsSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {openTables, type RawTables} from "../../loaders/tables/open.ts";
import {CLIENT_TABLES, type ClientRows, type RawRow} from "../../loaders/types.ts";

/** The 265 real clients, beside the repository; absent elsewhere. */
export const REAL = join(import.meta.dirname, "../../../shared/real");
export const realSkip = existsSync(join(REAL, "bureau.csv"))
  ? false
  : "the 265 real clients are not beside the repository";

/** Copies the real tables under their usual names into DIR/raw of a temporary data set. */
export function realDataSet(): {dir: string; remove: () => void} {
  const dir = mkdtempSync(join(tmpdir(), "scorebook-plan-"));
  for (const file of readdirSync(REAL)) {
    if (!file.endsWith(".csv") || file === "columns_description.csv") continue;
    cpSync(join(REAL, file), join(dir, "raw", file.replace("_partial", "")));
  }
  return {dir, remove: () => rmSync(dir, {recursive: true, force: true})};
}

export function noRows(): ClientRows {
  return Object.fromEntries(CLIENT_TABLES.map((table) => [table, []])) as unknown as ClientRows;
}

/** Reads all raw rows and sorts them to their clients, by a way of its own that the plan does not use. */
export function rowsByClient(tables: RawTables["tables"]): Map<number, ClientRows> {
  const clients = new Map<number, ClientRows>();
  const read = (name: keyof typeof tables) => (tables[name]?.collectSync().toRecords() ?? []) as RawRow[];
  for (const name of ["application_train", "application_test"] as const) {
    for (const row of read(name)) clients.set(row.SK_ID_CURR as number, {...noRows(), application: [row]});
  }
  const owner = new Map<number, number>();
  for (const table of CLIENT_TABLES) {
    if (table === "application" || table === "bureau_balance") continue;
    for (const row of read(table)) {
      clients.get(row.SK_ID_CURR as number)?.[table].push(row);
      if (table === "bureau") owner.set(row.SK_ID_BUREAU as number, row.SK_ID_CURR as number);
    }
  }
  for (const row of read("bureau_balance")) {
    clients.get(owner.get(row.SK_ID_BUREAU as number) ?? -1)?.bureau_balance.push(row);
  }
  return clients;
}

export async function withTables<T>(dir: string, use: (raw: RawTables) => T | Promise<T>): Promise<T> {
  const raw = await openTables(join(dir, "raw"));
  try {
    return await use(raw);
  } finally {
    raw.close();
  }
}
