import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {layOut} from "../../loaders/history/layout.ts";
import {openHistory} from "../../loaders/history/read.ts";
import {writeHistory, writeHistoryOnAllCores} from "../../loaders/history/write.ts";
import {splitCells} from "../../loaders/tables/csv/splitLine.ts";
import {openTables} from "../../loaders/tables/open.ts";
import type {TableSchema} from "../../loaders/tables/schema/column.ts";
import {CLIENT_TABLE_SCHEMA, TABLES} from "../../loaders/tables/schema/tables.ts";
import {
  type Cell,
  CLIENT_TABLES,
  type ClientRows,
  type RawRow,
  TABLE_NAMES,
  type TableName
} from "../../loaders/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {fixtureTables, temporaryFolder, toCsv, writeTables} from "./tablesFixture.ts";

const REAL = join(import.meta.dirname, "../../../shared/real");
const DEMO = join(import.meta.dirname, "../../data/demo-set/raw");

/** Writes the history of the raw tables in a folder; its own folder and what was warned of. */
async function write(rawDir: string): Promise<{dir: string; warnings: string[]}> {
  const dir = join(temporaryFolder(), "history");
  const warnings: string[] = [];
  const raw = await openTables(rawDir);
  try {
    writeHistory(dir, raw, {onWarning: (sentence) => warnings.push(sentence)});
  } finally {
    raw.close();
  }
  return {dir, warnings};
}

/** Reads the rows of chosen clients or loans by plain text means only, as the judge of what the history gives back. */
function readCsv(path: string, name: TableName, isChosen: (id: number) => boolean = () => true): RawRow[] {
  const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const at = header!.split(",").indexOf(name === "bureau_balance" ? "SK_ID_BUREAU" : "SK_ID_CURR");
  const chosen = lines.filter((line) => isChosen(Number(line.split(",", at + 1)[at])));
  return chosen.map((line) => {
    const {cells} = splitCells(line)!;
    const row = TABLES[name].columns.map((column, i): [string, Cell] => {
      const text = cells[i]!;
      return [column.name, text === "" ? null : column.dtype === "String" ? text : Number(text)];
    });
    return Object.fromEntries(row);
  });
}

function compareCells(a: Cell, b: Cell): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function sortRows(rows: RawRow[], table: TableSchema): RawRow[] {
  const columns = [...table.order, ...table.columns.map((column) => column.name)];
  return rows.sort((a, b) => {
    const column = columns.find((name) => compareCells(a[name]!, b[name]!) !== 0);
    return column === undefined ? 0 : compareCells(a[column]!, b[column]!);
  });
}

/** Gathers the expected rows of chosen clients from the CSV files, sorted as the tables declare. */
function expectedRows(rawDir: string, isChosen: (clientId: number) => boolean): Map<number, ClientRows> {
  const clients = new Map<number, ClientRows>();
  const loans = new Map<number, number>();
  for (const name of TABLE_NAMES) {
    const isWanted = name === "bureau_balance" ? (loan: number) => loans.has(loan) : isChosen;
    for (const row of readCsv(join(rawDir, `${name}.csv`), name, isWanted)) {
      const id =
        name === "bureau_balance" ? loans.get(row.SK_ID_BUREAU as number) : (row.SK_ID_CURR as number);
      if (id === undefined) continue;
      if (name === "bureau") loans.set(row.SK_ID_BUREAU as number, id);
      if (name.startsWith("application_")) {
        const none = CLIENT_TABLES.map((table): [string, RawRow[]] => [table, []]);
        clients.set(id, Object.fromEntries(none) as unknown as ClientRows);
        clients.get(id)!.application.push({TARGET: null, ...row});
      } else clients.get(id)?.[name as Exclude<TableName, `application_${string}`>].push(row);
    }
  }
  for (const rows of clients.values()) {
    for (const name of CLIENT_TABLES) sortRows(rows[name], CLIENT_TABLE_SCHEMA[name]);
  }
  return clients;
}

async function assertHistory(rawDir: string, isChosen: (clientId: number) => boolean): Promise<number> {
  const {dir} = await write(rawDir);
  const history = openHistory(dir);
  const expected = expectedRows(rawDir, isChosen);
  for (const [clientId, rows] of expected)
    assert.deepEqual(history.rows(clientId), rows, `client ${clientId}`);
  history.close();
  return expected.size;
}

test("history.rows(clientId) equals the CSV rows for every client of a small set", async () => {
  assert.equal(await assertHistory(writeTables(fixtureTables()), () => true), 6);
});

test("history.rows(clientId) equals the CSV rows for all 265 real clients", async (t) => {
  if (!existsSync(REAL)) return t.skip("the real sample is not beside this project");
  const rawDir = temporaryFolder();
  for (const name of TABLE_NAMES) {
    const file = name === "installments_payments" ? `${name}_partial.csv` : `${name}.csv`;
    copyFileSync(join(REAL, file), join(rawDir, `${name}.csv`));
  }
  assert.equal(await assertHistory(rawDir, () => true), 265);
});

test("history.rows(clientId) equals the CSV rows for every 50th demo client", async (t) => {
  if (!TABLE_NAMES.every((name) => existsSync(join(DEMO, `${name}.csv`)))) {
    return t.skip("the demo set is not made; npm run demo makes it");
  }
  assert.ok((await assertHistory(DEMO, (id) => id % 50 === 2)) > 0);
});

test("writeHistory(dir, raw) writes the same bytes from .parquet, and however texts and loans are spread", async () => {
  const tables = fixtureTables();
  tables.bureau[1]![2] = "Reopened";
  tables.bureau[4]![2] = "About to close";
  const csv = writeTables(tables);
  const parquet = temporaryFolder();
  const raw = await openTables(csv);
  for (const name of TABLE_NAMES)
    raw.tables[name]!.collectSync().writeParquet(join(parquet, `${name}.parquet`));
  const [a, b] = await Promise.all([write(csv), write(parquet)]);
  for (const file of readdirSync(a.dir)) {
    if (file === "index.json") continue;
    assert.deepEqual(readFileSync(join(a.dir, file)), readFileSync(join(b.dir, file)), file);
  }
  const tablesOf = (dir: string) => JSON.parse(readFileSync(join(dir, "index.json"), "utf8")).tables;
  assert.deepEqual(tablesOf(a.dir), tablesOf(b.dir));
  const {dictionary} = tablesOf(a.dir).bureau.fields[2];
  assert.deepEqual(dictionary, ["About to close", "Active", "Bad debt", "Closed", "Reopened", "Sold"]);
});

test("writeHistoryOnAllCores(dir, raw) writes the bytes of writeHistory(dir, raw), from .csv and .parquet", async () => {
  const tables = fixtureTables();
  tables.bureau_balance.push(["6999999", "-1", "C"]);
  const mixed = writeTables(tables);
  const first = await openTables(mixed);
  for (const name of ["bureau", "POS_CASH_balance"] as const) {
    first.tables[name]!.collectSync().writeParquet(join(mixed, `${name}.parquet`));
    rmSync(join(mixed, `${name}.csv`));
  }
  const raw = await openTables(mixed);
  const [here, threads] = [join(temporaryFolder(), "history"), join(temporaryFolder(), "history")];
  const warnings: string[] = [];
  writeHistory(here, raw, {onWarning: (sentence) => warnings.push(sentence)});
  await writeHistoryOnAllCores(threads, raw, {
    worthThreads: 0,
    onWarning: (sentence) => warnings.push(sentence)
  });
  for (const file of readdirSync(here)) {
    assert.deepEqual(readFileSync(join(threads, file)), readFileSync(join(here, file)), file);
  }
  assert.equal(warnings.length, 2);
  assert.equal(warnings[0], warnings[1]);
});

test("a planted difference in one record is found by the comparison with the CSV rows", async () => {
  const rawDir = writeTables(fixtureTables());
  const {dir} = await write(rawDir);
  const path = join(dir, "POS_CASH_balance.records");
  const bytes = readFileSync(path);
  bytes[bytes.length - 20] = bytes[bytes.length - 20]! ^ 1;
  writeFileSync(path, bytes);
  const history = openHistory(dir);
  const differs = [...expectedRows(rawDir, () => true)].filter(([clientId, rows]) => {
    try {
      assert.deepEqual(history.rows(clientId), rows);
      return false;
    } catch {
      return true;
    }
  });
  assert.equal(differs.length, 1);
});

test("writeHistory(dir, raw) writes the same bytes whatever the order of the raw files, ties and duplicates included", async () => {
  const tables = fixtureTables();
  tables.installments_payments.push(tables.installments_payments[3]!);
  const tie = [...tables.installments_payments[3]!];
  tie[tie.length - 1] = "0.125";
  tables.installments_payments.push(tie);
  const reversed = Object.fromEntries(
    TABLE_NAMES.map((name) => [name, [tables[name][0]!, ...tables[name].slice(1).reverse()]])
  );
  const [a, b] = await Promise.all([
    write(writeTables(tables)),
    write(writeTables(reversed as typeof tables))
  ]);
  for (const file of readdirSync(a.dir)) {
    if (file === "index.json") continue;
    assert.deepEqual(readFileSync(join(a.dir, file)), readFileSync(join(b.dir, file)), file);
  }
});

test("writeHistory(dir, raw) counts rows without a client and leaves them out", async () => {
  const tables = fixtureTables();
  const loan = [...tables.bureau_balance[1]!];
  loan[0] = "6999999";
  tables.bureau_balance.push(loan);
  const pos = [...tables.POS_CASH_balance[1]!];
  pos[1] = "999999";
  tables.POS_CASH_balance.push(pos, pos);
  const {dir, warnings} = await write(writeTables(tables));
  assert.deepEqual(warnings, [
    "1 row of bureau_balance belongs to no client with an application; it is left out.",
    "2 rows of POS_CASH_balance belong to no client with an application; they are left out."
  ]);
  const history = openHistory(dir);
  assert.equal(history.has(999999), false);
  assert.throws(() => history.rows(999999), {code: "CLIENT_UNKNOWN"});
  history.close();
});

test("history.rows(clientId) keeps monthly rows whose contract has no previous application", async () => {
  const tables = fixtureTables();
  const orphan = tables.POS_CASH_balance[1]!.map((cell, i) => (i === 0 ? "2999999" : cell));
  tables.POS_CASH_balance.push(orphan);
  const history = openHistory((await write(writeTables(tables))).dir);
  const rows = history.rows(Number(orphan[1])).POS_CASH_balance;
  assert.ok(rows.some((row) => row.SK_ID_PREV === 2999999));
  history.close();
});

test("openHistory(dir) gives empty arrays for tables that are missing, and text that no vocabulary has", async () => {
  const tables = fixtureTables();
  tables.bureau[1]![2] = "Reopened";
  const rawDir = writeTables(tables);
  for (const name of ["credit_card_balance", "bureau_balance"]) rmSync(join(rawDir, `${name}.csv`));
  const history = openHistory((await write(rawDir)).dir);
  const rows = history.rows(100001);
  assert.deepEqual([rows.credit_card_balance, rows.bureau_balance], [[], []]);
  assert.ok(rows.bureau.some((row) => row.CREDIT_ACTIVE === "Reopened"));
  history.close();
});

test("writeHistory(dir, raw) replaces an older history, and a failure keeps it", async () => {
  const {dir} = await write(writeTables(fixtureTables()));
  const before = readFileSync(join(dir, "index.json"), "utf8");
  const raw = await openTables(writeTables(fixtureTables()));
  const onTable = (table: string) => {
    if (table === "POS_CASH_balance") throw new Error("interrupted");
  };
  assert.throws(() => writeHistory(dir, raw, {onTable}), /interrupted/);
  assert.equal(readFileSync(join(dir, "index.json"), "utf8"), before);
  writeHistory(dir, {...raw, fingerprint: "another"});
  assert.equal(openHistory(dir).fingerprint, "another");
  assert.deepEqual(readdirSync(join(dir, "..")), ["history"]);
});

test("openHistory(dir) says what to do when there is no history", () => {
  const nowhere = temporaryFolder();
  assert.throws(
    () => openHistory(join(nowhere, "history")),
    (error) => {
      assert.ok(error instanceof ScorebookError && error.code === "FEATURES_MISSING");
      assert.equal(
        error.detail.replaceAll(nowhere, "DIR"),
        "The history in DIR/history cannot be read; write it with npm run features -- --data DIR."
      );
      return true;
    }
  );
});

test("openHistory(dir) refuses a missing, cut off or changed file, and leaves none open", async () => {
  const change = (dir: string, name: string, by: (bytes: Buffer) => void) => {
    const bytes = readFileSync(join(dir, name));
    by(bytes);
    writeFileSync(join(dir, name), bytes);
  };
  const faults: ((dir: string) => void)[] = [
    (dir) => rmSync(join(dir, "installments_payments.records")),
    (dir) => truncateSync(join(dir, "POS_CASH_balance.records"), 8),
    (dir) => rmSync(join(dir, "bureau.offsets")),
    (dir) => truncateSync(join(dir, "clients.i32"), 4),
    (dir) => change(dir, "clients.i32", (bytes) => bytes.writeInt32LE(7, 0)),
    (dir) => writeFileSync(join(dir, "index.json"), "")
  ];
  const descriptors = () => readdirSync("/proc/self/fd").length;
  for (const fault of faults) {
    const {dir} = await write(writeTables(fixtureTables()));
    openHistory(dir).close();
    fault(dir);
    const before = existsSync("/proc/self/fd") ? descriptors() : 0;
    assert.throws(() => openHistory(dir), {code: "STORAGE_DAMAGED"});
    if (before > 0) assert.equal(descriptors(), before);
  }
});

test("history.rows(clientId) refuses records or offsets that are not what was written, and gives other clients", async () => {
  const faults: [string, (bytes: Buffer, client: number) => void][] = [
    ["application.records", (bytes, client) => bytes.writeUInt8(bytes[width * client]! ^ 1, width * client)],
    ["application.records", (bytes, client) => bytes.fill(0, width * client, width * (client + 1))],
    ["application.offsets", (bytes, client) => bytes.writeUInt32LE(client + 1, client * 8)],
    ["application.offsets", (bytes, client) => bytes.writeUInt32LE(0xffffffff, client * 8)],
    ["application.offsets", (bytes, client) => bytes.writeUInt32LE(1, client * 8 + 4)]
  ];
  const {width} = layOut(CLIENT_TABLE_SCHEMA.application);
  for (const [name, fault] of faults) {
    const {dir} = await write(writeTables(fixtureTables()));
    const history = openHistory(dir);
    const [first, , third] = history.clients;
    const before = history.rows(first!);
    const bytes = readFileSync(join(dir, name));
    fault(bytes, 2);
    writeFileSync(join(dir, name), bytes);
    assert.throws(() => history.rows(third!), {code: "STORAGE_DAMAGED"}, name);
    assert.deepEqual(history.rows(first!), before);
    history.close();
  }
});

test("toCsv and readCsv, which judge the history, agree on quotes and empty cells", () => {
  const dir = temporaryFolder();
  const {bureau_balance} = fixtureTables();
  writeFileSync(join(dir, "x.csv"), toCsv([...bureau_balance.slice(0, 2), ["5", "", '"a, b"']]));
  assert.deepEqual(readCsv(join(dir, "x.csv"), "bureau_balance")[1], {
    SK_ID_BUREAU: 5,
    MONTHS_BALANCE: null,
    STATUS: "a, b"
  });
});
