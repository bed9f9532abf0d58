import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import fc from "fast-check";
import {isCell} from "../../loaders/tables/cells/cells.ts";
import {IdSet} from "../../loaders/tables/check/idSet.ts";
import {checkCsv} from "../../loaders/tables/csv/check.ts";
import {normaliseCsv} from "../../loaders/tables/csv/normalise.ts";
import {scanCsvTable} from "../../loaders/tables/csv/scan.ts";
import {splitCells} from "../../loaders/tables/csv/splitLine.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {TABLE_NAMES, type TableName} from "../../loaders/types.ts";
import {fixtureTables, temporaryFolder, toCsv} from "./tablesFixture.ts";

const tables = fixtureTables();
const path = join(temporaryFolder(), "mutated.csv");

/** Tells by plain means whether text is a file in Kaggle's own form without a fault. */
function isOwnForm(name: TableName, text: string): boolean {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const keys = new Set<number>();
  return lines.slice(1).every((line) => {
    const cells = splitCells(line.replace(/\r$/, ""))?.cells;
    if (cells?.length !== TABLES[name].columns.length || / +"|" +/.test(line)) return false;
    const isSound = TABLES[name].columns.every(
      (column, i) =>
        isCell(column, cells[i]!) && (column.kind === "category" || !line.split(",")[i]!.includes('"'))
    );
    const key = Number(cells[TABLES[name].columns.findIndex((column) => column.name === TABLES[name].key)]);
    if (!isSound || /[^ -~]/.test(line.replace(/\r$/, "")) || keys.has(key)) return false;
    if (!Number.isNaN(key)) keys.add(key);
    return true;
  });
}

const aFile = fc.constantFrom<TableName>(
  "bureau",
  "bureau_balance",
  "POS_CASH_balance",
  "installments_payments"
);
const aCharacter = fc.constantFrom(...'0129-+.,eE"\n\rx é');

test("checkCsv(table, path) accepts exactly what a plain reader does, for mutated files", async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(aFile, fc.nat(), aCharacter, fc.boolean(), async (name, at, character, inserts) => {
      const text = toCsv(tables[name]);
      const header = text.indexOf("\n") + 1;
      const place = header + (at % (text.length - header));
      const mutated = text.slice(0, place) + character + text.slice(place + (inserts ? 0 : 1));
      writeFileSync(path, mutated);
      const checked = await checkCsv(TABLES[name], path);
      const shown = mutated.slice(Math.max(0, place - 60), place + 60);
      assert.equal(checked !== undefined, isOwnForm(name, mutated), shown);
      if (checked === undefined) return void refused++;
      const expectedRows = mutated.replace(/\n$/, "").split("\n").slice(1);
      assert.deepEqual(
        scanCsvTable(TABLES[name], path, checked.pointed).collectSync().rows(),
        expectedRows.map((line) =>
          splitCells(line.replace(/\r$/, ""))!.cells.map((cell, j) =>
            cell === "" ? null : TABLES[name].columns[j]!.dtype === "String" ? cell : Number(cell)
          )
        )
      );
    }),
    {seed: 3, numRuns: 200}
  );
  assert.ok(refused > 25 && refused < 175, `${refused} refused`);
});

test("normaliseCsv(table, path) writes a file that checkCsv accepts, or names the mutated line", async () => {
  const target = join(temporaryFolder(), "normal.csv");
  const outcomes = {read: 0, refused: 0};
  await fc.assert(
    fc.asyncProperty(aFile, fc.nat(), aCharacter, fc.boolean(), async (name, at, character, inserts) => {
      const text = toCsv(tables[name]);
      const header = text.indexOf("\n") + 1;
      const place = header + (at % (text.length - header));
      const mutated = text.slice(0, place) + character + text.slice(place + (inserts ? 0 : 1));
      writeFileSync(path, mutated);
      const lineOf = (end: number) => mutated.slice(0, end).split("\n").length;
      try {
        normaliseCsv(TABLES[name], path, "f", target);
      } catch (error) {
        outcomes.refused++;
        const lines = [...(error as Error).message.matchAll(/, line (\d+)/g)].map((match) =>
          Number(match[1])
        );
        const near = [lineOf(place), lineOf(place) + 1];
        assert.ok(lines.length > 0 && lines.every((line) => near.includes(line)), (error as Error).message);
        return;
      }
      outcomes.read++;
      assert.ok(await checkCsv(TABLES[name], target, "utf8"), readFileSync(target, "utf8"));
    }),
    {seed: 4, numRuns: 200}
  );
  assert.ok(outcomes.read > 25 && outcomes.refused > 25, JSON.stringify(outcomes));
});

test("checkCsv(table, path) reads files longer than its buffer, with lines across the pieces", async () => {
  const [header, ...rows] = tables.POS_CASH_balance;
  const many = Array.from({length: 200_000}, (_, i) => rows[i % rows.length]!);
  writeFileSync(path, toCsv([header!, ...many]));
  assert.equal((await checkCsv(TABLES.POS_CASH_balance, path))?.rows, 200_000);
  const torn = [...many];
  torn[190_000] = rows[0]!.slice(0, 3);
  writeFileSync(path, toCsv([header!, ...torn]));
  assert.equal(await checkCsv(TABLES.POS_CASH_balance, path), undefined);
  assert.throws(
    () => normaliseCsv(TABLES.POS_CASH_balance, path, "f", join(temporaryFolder(), "normal.csv")),
    /line 190002, has 3 of 8 values\.$/
  );
});

test("checkCsv(table, path) accepts a file of column names alone, with or without a line break or BOM", async () => {
  for (const name of TABLE_NAMES) {
    const names = toCsv(tables[name].slice(0, 1));
    for (const text of [names, names.trimEnd(), `\uFEFF${names}`, names.replace("\n", "\r\n")]) {
      writeFileSync(path, text);
      assert.equal((await checkCsv(TABLES[name], path))?.rows, 0, name);
    }
  }
});

test("isCell(column, text) keeps the least integer of a type for null", () => {
  const month = TABLES.bureau_balance.columns[1]!;
  const cells = ["-127", "127", "-128", "128", "", "1.0", "1.", "1.5", "+1", " 1"];
  assert.deepEqual(
    cells.map((cell) => isCell(month, cell)),
    [true, true, false, false, true, true, true, false, false, false]
  );
});

test("new IdSet().add(value) is false exactly for values that were added before", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(), fc.nat(40), fc.constant(2147483647))), (values) => {
      const set = new IdSet();
      const seen = new Set<number>();
      for (const value of values) {
        assert.equal(set.add(value), !seen.has(value));
        seen.add(value);
      }
    }),
    {seed: 5}
  );
});
