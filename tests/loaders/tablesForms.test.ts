import assert from "node:assert/strict";
import {test} from "node:test";
import type {AssumptionKind} from "../../loaders/tables/assumptions.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import type {TableName} from "../../loaders/types.ts";
import {expected, inForm, joined, open, plain, type Rows, unquoted} from "./tablesFormsFixture.ts";

const isNumber = (name: TableName, j: number) => TABLES[name].columns[j]!.kind !== "category";
const inAllCells = (rows: Rows, change: (cell: string, j: number, i: number) => string) =>
  rows.map((row, i) => (i === 0 ? row : row.map((cell, j) => change(cell, j, i))));
const decimalCommas = (rows: Rows, name: TableName) =>
  inAllCells(rows, (cell, j) => (isNumber(name, j) ? cell.replace(".", ",") : cell));
const quoteAll = (rows: Rows) => rows.map((row) => row.map((cell) => `"${plain(cell)}"`));
const quoteLine = (line: string) => `"${line.replaceAll('"', '""')}"`;
const words = ["NA", "N/A", "NaN", " NULL", "\\N", "nan ", "None"];
const missing = (rows: Rows, name: TableName) =>
  inAllCells(rows, (cell, j, i) =>
    cell === "" && TABLES[name].columns[j]!.kind !== "id" ? words[(i + j) % words.length]! : cell
  );
const truths = (rows: Rows, name: TableName) =>
  inAllCells(rows, (cell, j) =>
    TABLES[name].columns[j]!.kind === "flag" ? cell.replace("1", "True").replace("0", "FALSE") : cell
  );

const FORMS: Record<
  string,
  [form: (rows: Rows, name: TableName) => string | Buffer, kinds: AssumptionKind[]]
> = {
  semicolons: [(rows) => joined(rows, ";"), ["separator"]],
  tabs: [(rows) => joined(unquoted(rows), "\t"), ["separator"]],
  "| between the cells": [(rows) => joined(rows, "|"), ["separator"]],
  "semicolons and decimal commas": [
    (rows, name) => joined(decimalCommas(rows, name), ";"),
    ["separator", "decimalComma"]
  ],
  "a line sep=; as Excel writes it": [(rows) => `sep=;\n${joined(rows, ";")}`, ["separator"]],
  "a row number without a name": [
    (rows) =>
      joined(
        rows.map((row, i) => [i === 0 ? "" : String(i - 1), ...row]),
        ","
      ),
    ["columnsAside"]
  ],
  "a row number called Unnamed: 0": [
    (rows) =>
      joined(
        rows.map((row, i) => [i === 0 ? "Unnamed: 0" : String(i - 1), ...row]),
        ","
      ),
    ["columnsAside"]
  ],
  "a row number called index at the end": [
    (rows) =>
      joined(
        rows.map((row, i) => [...row, i === 0 ? "index" : String(i - 1)]),
        ","
      ),
    ["columnsAside"]
  ],
  "row names without a column name, as R writes them": [
    (rows) =>
      joined(
        rows.map((row, i) => (i === 0 ? row : [`"${i}"`, ...row])),
        ","
      ),
    ["columnsAside", "quotes"]
  ],
  "all cells in quotes": [(rows) => joined(quoteAll(rows), ","), ["quotes"]],
  "some rows' cells in quotes": [
    (rows) =>
      joined(
        rows.map((row, i) => (i % 2 === 0 ? row : quoteAll([row])[0]!)),
        ","
      ),
    ["quotes"]
  ],
  "blanks around quotes": [(rows) => joined(quoteAll(rows), " , "), ["quotes"]],
  "some rows in quotes as a whole": [
    (rows) =>
      `${rows.map((row, i) => (i % 2 === 1 ? quoteLine(row.join(",")) : row.join(","))).join("\n")}\n`,
    ["rowsInQuotes"]
  ],
  "all rows in quotes as a whole, the column names too": [
    (rows) => `${rows.map((row) => `${quoteLine(row.join(","))};`).join("\n")}\n`,
    ["rowsInQuotes"]
  ],
  "columns in another order": [
    (rows) =>
      joined(
        rows.map((row) => row.reverse()),
        ","
      ),
    ["columnOrder"]
  ],
  "columns in another order between semicolons": [
    (rows) =>
      joined(
        rows.map((row) => row.reverse()),
        ";"
      ),
    ["separator", "columnOrder"]
  ],
  "column names in lower case": [
    (rows) => joined([rows[0]!.map((name) => name.toLowerCase()), ...rows.slice(1)], ","),
    ["columnCase"]
  ],
  "words for missing values, some with blanks": [
    (rows, name) => joined(missing(rows, name), ","),
    ["missingWords", "blanks"]
  ],
  "True and False in 0/1 columns": [(rows, name) => joined(truths(rows, name), ","), ["booleans"]],
  "blanks around cells": [
    (rows) =>
      joined(
        rows.map((row) => row.map((cell) => ` ${cell}`)),
        ","
      ),
    ["blanks"]
  ],
  "numbers as R and SQL write them": [
    (rows, name) =>
      joined(
        inAllCells(rows, (cell, j) =>
          isNumber(name, j) && /^\d+$/.test(cell) && TABLES[name].columns[j]!.kind !== "flag"
            ? Number(cell).toExponential()
            : cell
        ),
        ","
      ),
    ["numberForms"]
  ],
  "empty and comma-only lines at the end": [
    (rows) => `${joined(rows, ",")}\n,,,\n${",".repeat(rows[0]!.length - 1)}\n\n`,
    ["emptyLines"]
  ],
  "a comma too many at the end of each line": [
    (rows) =>
      joined(
        rows.map((row, i) => (i === 0 ? row : [...row, ""])),
        ","
      ),
    ["columnsAside"]
  ],
  "a column without a name at the end": [
    (rows) =>
      joined(
        rows.map((row) => [...row, ""]),
        ","
      ),
    ["columnsAside"]
  ],
  "columns that no table knows": [
    (rows) =>
      joined(
        rows.map((row, i) => [...row, i === 0 ? "AGE_YEARS" : "31"]),
        ","
      ),
    ["columnsAside"]
  ],
  "CRLF and a byte order mark": [(rows) => `\uFEFF${joined(rows, ",").replaceAll("\n", "\r\n")}`, []],
  "CRLF, a byte order mark and semicolons": [
    (rows) => `\uFEFF${joined(rows, ";").replaceAll("\n", "\r\n")}`,
    ["separator"]
  ],
  "carriage returns alone": [(rows) => joined(rows, ",").replaceAll("\n", "\r"), ["lineBreaks"]]
};

for (const [form, [write, kinds]] of Object.entries(FORMS)) {
  test(`openTables(dir) reads ${form} as Kaggle's own form, and says so`, async () => {
    await open(inForm(write), ({rows, assumptions}) => {
      assert.deepEqual(rows, expected);
      assert.deepEqual([...new Set(assumptions.map(({kind}) => kind))].sort(), [...kinds].sort());
      for (const {sentence, count, table, file} of assumptions) {
        assert.ok(
          sentence.includes(`Table ${table} (${file})`) && sentence.length < 400 && count > 0,
          sentence
        );
      }
    });
  });
}

test("a cell planted into a normalised form is found by the comparison with Kaggle's own form", async () => {
  const dir = inForm((rows) => joined(rows, ";").replace("-101", "-102"));
  await open(dir, ({rows}) => assert.notDeepEqual(rows, expected));
});
