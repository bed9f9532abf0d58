import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import fc from "fast-check";
import {checkCsv} from "../../loaders/tables/csvCheck.ts";
import {scanCsvTable} from "../../loaders/tables/csvScan.ts";
import {IdSet} from "../../loaders/tables/idSet.ts";
import {faultOfLine, isCell, splitLine} from "../../loaders/tables/rows.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {TABLE_NAMES, type TableName} from "../../loaders/types.ts";
import {fixtureTables, temporaryFolder, toCsv} from "./tablesFixture.ts";

const tables = fixtureTables();
const path = join(temporaryFolder(), "mutated.csv");

/** Reads mutated text the slow and plain way: the first faulty line from 1, or undefined. */
function slowFault(name: TableName, text: string): number | undefined {
  const lines = text.split("\n");
  const isWhole = lines.at(-1) === "";
  if (isWhole) lines.pop();
  const keyAt = TABLES[name].columns.findIndex((column) => column.name === TABLES[name].key);
  const keys = new Set<number>();
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!.replace(/\r$/, "");
    if (faultOfLine(TABLES[name], line, i === lines.length - 1) !== undefined) return i + 1;
    if (keyAt < 0) continue;
    const key = Number(splitLine(line)![keyAt]);
    if (keys.has(key)) return i + 1;
    keys.add(key);
  }
  return undefined;
}

const aFile = fc.constantFrom<TableName>(
  "bureau",
  "bureau_balance",
  "POS_CASH_balance",
  "installments_payments"
);
const aCharacter = fc.constantFrom(...'0129-+.,eE"\n\rx é');

test("checkCsv(table, path) finds the same first faulty line as a plain reader, for mutated files", async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(aFile, fc.nat(), aCharacter, fc.boolean(), async (name, at, character, inserts) => {
      const text = toCsv(tables[name]);
      const header = text.indexOf("\n") + 1;
      const place = header + (at % (text.length - header));
      const mutated = text.slice(0, place) + character + text.slice(place + (inserts ? 0 : 1));
      writeFileSync(path, mutated);
      const expected = slowFault(name, mutated);
      const found = await checkCsv(TABLES[name], path, "f").then(
        () => undefined,
        (error: Error) => Number(/, line (\d+)/.exec(error.message)?.[1])
      );
      assert.equal(found, expected, mutated.slice(Math.max(0, place - 60), place + 60));
      if (expected !== undefined) return void refused++;
      const {pointed} = await checkCsv(TABLES[name], path, "f");
      const expectedRows = mutated.replace(/\n$/, "").split("\n").slice(1);
      assert.deepEqual(
        scanCsvTable(TABLES[name], path, pointed).collectSync().rows(),
        expectedRows.map((line) =>
          splitLine(line.replace(/\r$/, ""))!.map((cell, j) =>
            cell === "" ? null : TABLES[name].columns[j]!.dtype === "String" ? cell : Number(cell)
          )
        )
      );
    }),
    {seed: 3, numRuns: 200}
  );
  assert.ok(refused > 25 && refused < 175, `${refused} refused`);
});

test("checkCsv(table, path) reads files longer than its buffer, with lines across the pieces", async () => {
  const [header, ...rows] = tables.POS_CASH_balance;
  const many = Array.from({length: 200_000}, (_, i) => rows[i % rows.length]!);
  writeFileSync(path, toCsv([header!, ...many]));
  assert.equal((await checkCsv(TABLES.POS_CASH_balance, path, "f")).rows, 200_000);
  const torn = [...many];
  torn[190_000] = rows[0]!.slice(0, 3);
  writeFileSync(path, toCsv([header!, ...torn]));
  await assert.rejects(checkCsv(TABLES.POS_CASH_balance, path, "f"), /line 190002, has 3 of 8 values\.$/);
});

test("checkCsv(table, path) accepts a file of column names alone, with or without a line break or BOM", async () => {
  for (const name of TABLE_NAMES) {
    const names = toCsv(tables[name].slice(0, 1));
    for (const text of [names, names.trimEnd(), `\uFEFF${names}`, names.replace("\n", "\r\n")]) {
      writeFileSync(path, text);
      assert.equal((await checkCsv(TABLES[name], path, "f")).rows, 0, name);
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
