import assert from "node:assert/strict";
import {existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {openHistory} from "../../loaders/history/read.ts";
import {writeHistory} from "../../loaders/history/write.ts";
import {reportToHtml} from "../../loaders/report/html.ts";
import {type DataReport, makeReport} from "../../loaders/report/report.ts";
import {openTables} from "../../loaders/tables/open.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import type {TableName} from "../../loaders/types.ts";
import {fixtureTables, temporaryFolder, toCsv, writeTables} from "./tablesFixture.ts";

const tables = fixtureTables();

/** Puts one text into cells of a column, row by row from the first. */
function planted(name: TableName, column: string, texts: readonly string[]): string {
  const at = TABLES[name].columns.findIndex((one) => one.name === column);
  const rows = tables[name].map((row) => [...row]);
  texts.forEach((text, i) => {
    rows[i + 1]![at] = text;
  });
  return toCsv(rows);
}

async function reportOf(texts: Partial<Record<TableName, string>>, reference = {}): Promise<DataReport> {
  const raw = await openTables(writeTables(tables, texts));
  try {
    return makeReport(raw, writeHistory(join(temporaryFolder(), "history"), raw), 6, reference);
  } finally {
    raw.close();
  }
}

const columnOf = (report: DataReport, table: TableName, name: string) =>
  report.tables.find((one) => one.table === table)!.columns.find((column) => column.name === name)!;

test("makeReport() counts rows, clients, missing cells, unknown words and impossible numbers as plain counting does", async () => {
  const report = await reportOf({
    bureau: planted("bureau", "DAYS_CREDIT", ["5", "-7", "6"]),
    bureau_balance: planted("bureau_balance", "STATUS", ["closed", "9", "closed"]),
    application_test: planted("application_test", "CODE_GENDER", [" F", "NA"])
  });
  for (const {table, rows, columns} of report.tables) {
    assert.equal(rows, tables[table].length - 1);
    for (const {name, missing, least, most} of columns) {
      if (["DAYS_CREDIT", "STATUS", "CODE_GENDER"].includes(name)) continue;
      const at = TABLES[table].columns.findIndex((column) => column.name === name);
      const cells = tables[table].slice(1).map((row) => row[at]!);
      assert.equal(missing, cells.filter((cell) => cell === "").length, `${table}.${name}`);
      const {nullCode, categories} = TABLES[table].columns[at]!;
      const numbers = categories
        ? []
        : cells.filter((cell) => cell !== "" && Number(cell) !== nullCode).map(Number);
      const bounds = numbers.length === 0 ? [null, null] : [Math.min(...numbers), Math.max(...numbers)];
      assert.deepEqual([least, most], bounds, `${table}.${name}`);
    }
  }
  const days = columnOf(report, "bureau", "DAYS_CREDIT");
  assert.deepEqual([days.impossible, days.examples, days.most], [2, [5, 6], -7]);
  const status = columnOf(report, "bureau_balance", "STATUS");
  assert.deepEqual(
    [status.unknown, status.unknownRows],
    [
      [
        ["closed", 2],
        ["9", 1]
      ],
      3
    ]
  );
  const gender = columnOf(report, "application_test", "CODE_GENDER");
  assert.deepEqual(gender.understood, [
    [" F", "F", 1],
    ["NA", null, 1]
  ]);
  const sentences = report.assumptions.map(({sentence}) => sentence).join("\n");
  assert.match(
    sentences,
    /STATUS holds "closed" \(2\) and "9" \(1\), which are no known values: counted as missing in 3 of/
  );
  assert.match(sentences, /DAYS_CREDIT holds 5, 6 in 2 of 10 rows, where a whole number from -32767 to 0/);
  assert.match(sentences, /CODE_GENDER holds " F" \(1\), read as "F"/);
});

test("writeHistory(dir, raw) leaves numbers that cannot be empty, and reads words with blanks", async () => {
  const dir = join(temporaryFolder(), "history");
  const raw = await openTables(
    writeTables(tables, {
      application_test: planted("application_test", "CODE_GENDER", [" F", "N/A"]),
      application_train: planted("application_train", "EXT_SOURCE_1", ["7", "0.5"])
    })
  );
  writeHistory(dir, raw);
  const history = openHistory(dir);
  const cell = (client: number, column: string) => history.rows(client).application[0]![column];
  assert.deepEqual([cell(100001, "EXT_SOURCE_1"), cell(100002, "EXT_SOURCE_1")], [null, 0.5]);
  assert.deepEqual([cell(100005, "CODE_GENDER"), cell(100006, "CODE_GENDER")], ["F", null]);
  history.close();
});

test("writeHistory(dir, raw) stops at columns without meaning, all at once, and keeps the history that was there", async () => {
  const dir = join(temporaryFolder(), "history");
  writeHistory(dir, await openTables(writeTables(tables)));
  const before = readFileSync(join(dir, "index.json"), "utf8");
  const rows = tables.bureau.length - 1;
  const lost = await openTables(
    writeTables(tables, {
      bureau: planted("bureau", "DAYS_CREDIT", Array(rows).fill("9")),
      previous_application: planted("previous_application", "NAME_CONTRACT_STATUS", Array(rows).fill("2"))
    })
  );
  assert.throws(
    () => writeHistory(dir, lost),
    (error: {code?: string; detail?: string}) => {
      assert.equal(error.code, "TABLE_INVALID");
      assert.match(
        error.detail!,
        /column DAYS_CREDIT, is positive in 10 of 10 rows .*turn the signs around\.\n.*NAME_CONTRACT_STATUS, holds "2" \(10\) and no known word;.*leave it out/
      );
      return true;
    }
  );
  assert.equal(readFileSync(join(dir, "index.json"), "utf8"), before);
});

test("writeHistory(dir, raw) warns of a small table of unknown words, and does not stop", async () => {
  const {bureau_balance} = tables;
  const report = await reportOf({
    bureau_balance: `${toCsv(bureau_balance.slice(0, 1))}${bureau_balance[1]![0]},-1,closed\n`
  });
  assert.match(report.assumptions.map(({sentence}) => sentence).join(), /STATUS holds "closed" \(1\)/);
});

test("makeReport() marks what is unlike the published tables, from 100 cells on", async () => {
  const many = Array.from({length: 120}, (_, i) => [tables.bureau_balance[1]![0]!, String(-(i % 40)), "0"]);
  const text = toCsv([tables.bureau_balance[0]!, ...many]);
  const like = {missing: 0, quantiles: {p5: -60, p25: -40, p50: -20, p75: -9, p95: -1}};
  const of = async (reference: object) =>
    columnOf(
      await reportOf({bureau_balance: text}, {bureau_balance: {MONTHS_BALANCE: reference}}),
      "bureau_balance",
      "MONTHS_BALANCE"
    );
  assert.deepEqual((await of(like)).unlike, []);
  const far = {missing: 0.9, quantiles: {p5: -96, p25: -95, p50: -94, p75: -93, p95: -90}};
  assert.deepEqual((await of(far)).unlike, [
    "share of missing cells",
    "median outside the middle nine tenths"
  ]);
});

test("makeReport() says which columns hold numbers of another size than the published tables, of few rows when all do", async () => {
  const of = async (ages: readonly number[]) => {
    const [names, row] = tables.bureau as [string[], string[]];
    const [id, at] = [names.indexOf("SK_ID_BUREAU"), names.indexOf("DAYS_CREDIT")];
    const rows = ages.map((age, i) =>
      row.map((cell, k) => (k === id ? String(5_000_000 + i) : k === at ? String(-age) : cell))
    );
    const days = {missing: 0, quantiles: {p5: -2666, p25: -1666, p50: -987, p75: -474, p95: -128}};
    const report = await reportOf({bureau: toCsv([names, ...rows])}, {bureau: {DAYS_CREDIT: days}});
    return report.assumptions.flatMap(({kind, sentence}) => (kind === "otherSize" ? [sentence] : []));
  };
  const years = [1, 2, 3, 4, 5, 6, 7, 8, 2, 3];
  assert.deepEqual(await of(years.map((age) => age * 365)), []);
  assert.deepEqual(await of(years), [
    "Table bureau (bureau.csv): DAYS_CREDIT has the median -4, in the published tables -987; it is read in the unit days."
  ]);
  assert.deepEqual(await of([...years.slice(1), 900]), [], "one of them is as the published ones are");
});

test("reportToHtml(name, report) is one page without a script, and shows texts of the data as text", async () => {
  const report = await reportOf({
    bureau_balance: planted("bureau_balance", "STATUS", ["<script>alert(1)</script>"])
  });
  const html = reportToHtml("<set>", report);
  assert.doesNotMatch(html, /<script|https?:|<set>/);
  assert.match(html, /&lt;script&gt;alert\(1\)/);
});

test("buildFeatures(dir) writes report.json and report.html, and again when they are gone", async () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, "set"));
  renameSync(writeTables(tables), join(dir, "set", "raw"));
  writeFileSync(
    join(dir, "set", "raw", "bureau_balance.csv"),
    planted("bureau_balance", "STATUS", ["closed"])
  );
  const warnings: string[] = [];
  await buildFeatures(join(dir, "set"), {onWarning: (sentence) => warnings.push(sentence)});
  const report = JSON.parse(readFileSync(join(dir, "set", "report.json"), "utf8")) as DataReport;
  assert.deepEqual(
    report.assumptions.map(({sentence}) => sentence),
    warnings
  );
  assert.ok(warnings.some((sentence) => sentence.includes('"closed" (1)')));
  rmSync(realpathSync(join(dir, "set", "report.html")));
  assert.equal((await buildFeatures(join(dir, "set"))).unchanged, false);
  assert.ok(existsSync(join(dir, "set", "report.html")));
});
