import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {openTables} from "../../loaders/tables/open.ts";
import type {TableName} from "../../loaders/types.ts";
import {toCsv, writeTables} from "./tablesFixture.ts";
import {joined, tables, unquoted} from "./tablesFormsFixture.ts";
import {zipOf} from "./zipOf.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
const replaced = (name: TableName, text: string | Buffer) => {
  const dir = writeTables(tables);
  writeFileSync(join(dir, `${name}.csv`), text);
  return dir;
};
const inFolder = (change: (dir: string) => unknown) => {
  const dir = writeTables(tables);
  change(dir);
  return dir;
};
const wide = tables.application_train;
const REFUSALS: Record<string, [dir: () => string, sentence: RegExp]> = {
  "a Latin-1 byte in an application": [
    () => replaced("application_train", bytes(toCsv(wide).replace("Cash loans", "Pr\xeat"))),
    /^Table application_train \(application_train\.csv\), line \d, column NAME_CONTRACT_TYPE, holds the byte 0xEA; UTF-8 was expected, save the file as that\.$/
  ],
  "a Latin-1 byte in another table": [
    () => replaced("bureau_balance", bytes('SK_ID_BUREAU,MONTHS_BALANCE,STATUS\n5,-1,"a,""\xe9"\n')),
    /^Table bureau_balance .*, line 2, column STATUS, holds the byte 0xE9;/
  ],
  "each Latin-1 byte, the first twenty": [
    () =>
      replaced("bureau_balance", bytes(`SK_ID_BUREAU,MONTHS_BALANCE,STATUS\n${"5,-1,\xe9\n".repeat(30)}`)),
    /^(Table bureau_balance .*0xE9.*\n){19}Table bureau_balance .*, line 21, .*$/
  ],
  "UTF-16": [
    () => replaced("bureau", Buffer.from(`\uFEFF${toCsv(tables.bureau)}`, "utf16le")),
    /^Table bureau \(bureau\.csv\) is UTF-16; UTF-8 was expected, save the file as that\.$/
  ],
  "UTF-16 without a mark": [
    () => replaced("bureau", Buffer.from(toCsv(tables.bureau), "utf16le")),
    /has bytes that are 0, as UTF-16 and binary files do/
  ],
  "a workbook called .csv": [() => replaced("bureau", zipOf({x: "y"})), /is a zip file or a workbook/],
  "an unknown separator, in a short sentence": [
    () => replaced("application_train", joined(unquoted(wide), ":")),
    /^Table application_train \(application_train\.csv\) begins with "SK_ID_CURR:TARGET.{1,80}, no column names of this table; commas, semicolons, tabs and \| between them were tried\.$/
  ],
  "a column twice": [
    () => replaced("bureau_balance", "SK_ID_BUREAU,MONTHS_BALANCE,STATUS,status\n1,-1,0,0\n"),
    /has the column status twice/
  ],
  "decimal commas beside points": [
    () => replaced("bureau", joined(tables.bureau, ";").replace(/;(\d+)\.(\d+);/, ";$1,$2;")),
    /has decimal commas \(first in line \d+, column .*\) and points in numbers \(first in line \d+, column .*\); one of them was expected\.$/
  ],
  "an empty line inside": [
    () =>
      replaced(
        "bureau_balance",
        `${toCsv(tables.bureau_balance.slice(0, 3))},,\n${toCsv(tables.bureau_balance.slice(3))}`
      ),
    /^Table bureau_balance .*, line 4, is empty; 3 values were expected\.$/
  ],
  "a line of 100,000 bytes": [
    () => replaced("bureau_balance", `SK_ID_BUREAU,MONTHS_BALANCE,STATUS\n1,-1,${"x".repeat(100_000)}\n`),
    /line 2, has more than 65536 bytes\.$/
  ],
  "two application tables without a row": [
    () =>
      inFolder((dir) => {
        for (const name of ["application_train", "application_test"] as const)
          writeFileSync(join(dir, `${name}.csv`), toCsv(tables[name].slice(0, 1)));
      }),
    /application_train\.csv and application_test\.csv in .* have no rows; at least one client was expected\.$/
  ],
  "a folder in a table's place": [
    () =>
      inFolder((dir) => {
        rmSync(join(dir, "bureau.csv"));
        mkdirSync(join(dir, "bureau.csv"));
      }),
    /^bureau\.csv is a folder; a file was expected\.$/
  ],
  "a link in a circle": [
    () =>
      inFolder((dir) => {
        rmSync(join(dir, "bureau.csv"));
        symlinkSync("bureau.csv", join(dir, "bureau.csv"));
      }),
    /^bureau\.csv is a link that leads back to itself/
  ],
  "a link to nothing": [
    () =>
      inFolder((dir) => {
        rmSync(join(dir, "bureau.csv"));
        symlinkSync("absent", join(dir, "bureau.csv"));
      }),
    /^bureau\.csv is a link to a file that is not there/
  ],
  "a zip whose entry leads out of the folder": [
    () => inFolder((dir) => writeFileSync(join(dir, "x.zip"), zipOf({"../bureau.csv": "x"}))),
    /^x\.zip has an entry whose name leads out of the folder \("\.\.\/bureau\.csv"\)/
  ]
};

for (const [fault, [dir, sentence]] of Object.entries(REFUSALS)) {
  test(`openTables(dir) refuses ${fault}`, async () => {
    await assert.rejects(openTables(dir()), (error: {code?: string; detail?: string}) => {
      assert.equal(error.code, "TABLE_INVALID");
      assert.match(error.detail!, sentence);
      return true;
    });
  });
}

test("openTables(dir) refuses a pipe at once and does not wait for it", async (t) => {
  if (process.platform === "win32") return t.skip("there are no named pipes in folders here");
  const dir = writeTables(tables);
  rmSync(join(dir, "bureau.csv"));
  execFileSync("mkfifo", [join(dir, "bureau.csv")]);
  await assert.rejects(openTables(dir), /bureau\.csv is a pipe, socket or device; a file was expected\./);
});

test("openTables(dir) refuses a file that may not be read", async (t) => {
  if (process.getuid?.() === 0) return t.skip("this user may read everything");
  const dir = writeTables(tables);
  chmodSync(join(dir, "bureau.csv"), 0);
  await assert.rejects(openTables(dir), /bureau\.csv may not be read by this user/);
});
