import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {gzipSync} from "node:zlib";
import pl from "nodejs-polars";
import {openHistory} from "../../loaders/history/read.ts";
import {writeHistory} from "../../loaders/history/write.ts";
import type {Assumption, AssumptionKind} from "../../loaders/tables/assumptions.ts";
import {openTables, type RawTables} from "../../loaders/tables/open.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {type ClientRows, TABLE_NAMES, type TableName} from "../../loaders/types.ts";
import {type FixtureTables, fixtureTables, temporaryFolder, toCsv, writeTables} from "./tablesFixture.ts";
import {zipOf} from "./zipOf.ts";

const tables = fixtureTables();
type Rows = string[][];

interface Read {
  readonly raw: RawTables;
  /** Of the check and of the rows themselves. */
  readonly assumptions: readonly Assumption[];
  /** Each client's rows as they are served. */
  readonly rows: readonly ClientRows[];
}

async function open<T>(dir: string, use: (read: Read) => T): Promise<T> {
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

const framed = (raw: RawTables, name: TableName) => raw.tables[name]!.collectSync();
const expected = await open(writeTables(tables), ({rows}) => rows);

/** Writes every table in another form. */
function inForm(
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

const plain = (cell: string) => cell.replace(/^"(.*)"$/s, "$1");
const join_ = (rows: Rows, separator: string) => `${rows.map((row) => row.join(separator)).join("\n")}\n`;
const unquoted = (rows: Rows) =>
  rows.map((row) => row.map((cell) => (cell.includes(",") ? cell : plain(cell))));
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
  semicolons: [(rows) => join_(rows, ";"), ["separator"]],
  tabs: [(rows) => join_(unquoted(rows), "\t"), ["separator"]],
  "| between the cells": [(rows) => join_(rows, "|"), ["separator"]],
  "semicolons and decimal commas": [
    (rows, name) => join_(decimalCommas(rows, name), ";"),
    ["separator", "decimalComma"]
  ],
  "a line sep=; as Excel writes it": [(rows) => `sep=;\n${join_(rows, ";")}`, ["separator"]],
  "a row number without a name": [
    (rows) =>
      join_(
        rows.map((row, i) => [i === 0 ? "" : String(i - 1), ...row]),
        ","
      ),
    ["columnsAside"]
  ],
  "a row number called Unnamed: 0": [
    (rows) =>
      join_(
        rows.map((row, i) => [i === 0 ? "Unnamed: 0" : String(i - 1), ...row]),
        ","
      ),
    ["columnsAside"]
  ],
  "a row number called index at the end": [
    (rows) =>
      join_(
        rows.map((row, i) => [...row, i === 0 ? "index" : String(i - 1)]),
        ","
      ),
    ["columnsAside"]
  ],
  "row names without a column name, as R writes them": [
    (rows) =>
      join_(
        rows.map((row, i) => (i === 0 ? row : [`"${i}"`, ...row])),
        ","
      ),
    ["columnsAside", "quotes"]
  ],
  "all cells in quotes": [(rows) => join_(quoteAll(rows), ","), ["quotes"]],
  "some rows' cells in quotes": [
    (rows) =>
      join_(
        rows.map((row, i) => (i % 2 === 0 ? row : quoteAll([row])[0]!)),
        ","
      ),
    ["quotes"]
  ],
  "blanks around quotes": [(rows) => join_(quoteAll(rows), " , "), ["quotes"]],
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
      join_(
        rows.map((row) => row.reverse()),
        ","
      ),
    ["columnOrder"]
  ],
  "columns in another order between semicolons": [
    (rows) =>
      join_(
        rows.map((row) => row.reverse()),
        ";"
      ),
    ["separator", "columnOrder"]
  ],
  "column names in lower case": [
    (rows) => join_([rows[0]!.map((name) => name.toLowerCase()), ...rows.slice(1)], ","),
    ["columnCase"]
  ],
  "words for missing values, some with blanks": [
    (rows, name) => join_(missing(rows, name), ","),
    ["missingWords", "blanks"]
  ],
  "True and False in 0/1 columns": [(rows, name) => join_(truths(rows, name), ","), ["booleans"]],
  "blanks around cells": [
    (rows) =>
      join_(
        rows.map((row) => row.map((cell) => ` ${cell}`)),
        ","
      ),
    ["blanks"]
  ],
  "numbers as R and SQL write them": [
    (rows, name) =>
      join_(
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
    (rows) => `${join_(rows, ",")}\n,,,\n${",".repeat(rows[0]!.length - 1)}\n\n`,
    ["emptyLines"]
  ],
  "a comma too many at the end of each line": [
    (rows) =>
      join_(
        rows.map((row, i) => (i === 0 ? row : [...row, ""])),
        ","
      ),
    ["columnsAside"]
  ],
  "a column without a name at the end": [
    (rows) =>
      join_(
        rows.map((row) => [...row, ""]),
        ","
      ),
    ["columnsAside"]
  ],
  "columns that no table knows": [
    (rows) =>
      join_(
        rows.map((row, i) => [...row, i === 0 ? "AGE_YEARS" : "31"]),
        ","
      ),
    ["columnsAside"]
  ],
  "CRLF and a byte order mark": [(rows) => `\uFEFF${join_(rows, ",").replaceAll("\n", "\r\n")}`, []],
  "CRLF, a byte order mark and semicolons": [
    (rows) => `\uFEFF${join_(rows, ";").replaceAll("\n", "\r\n")}`,
    ["separator"]
  ],
  "carriage returns alone": [(rows) => join_(rows, ",").replaceAll("\n", "\r"), ["lineBreaks"]]
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

test("openTables(dir) reads a normalised file once only, packed too, and again when what was kept of it is damaged", async () => {
  const dir = inForm((rows) => join_(rows, ";"));
  const text = readFileSync(join(dir, "bureau.csv"), "utf8");
  writeFileSync(join(dir, "bureau.csv.gz"), gzipSync(text));
  rmSync(join(dir, "bureau.csv"));
  writeFileSync(
    join(dir, "tables.zip"),
    zipOf({"x/POS_CASH_BALANCE.CSV": join_(tables.POS_CASH_balance, ";")})
  );
  rmSync(join(dir, "POS_CASH_balance.csv"));
  const opened = async () => {
    const read: string[] = [];
    const raw = await openTables(dir, {onFile: (file) => read.push(file)});
    assert.equal(raw.assumptions.filter(({kind}) => kind === "separator").length, 8);
    raw.close();
    return read;
  };
  assert.equal((await opened()).length, 8);
  assert.deepEqual(await opened(), []);
  writeFileSync(join(dir, ".checked", "bureau.csv"), "damaged");
  assert.deepEqual(await opened(), ["bureau.csv.gz"]);
  assert.deepEqual(
    readdirSync(dir).filter((file) => file.startsWith(".scorebook")),
    []
  );
});

test("openTables(dir) counts columns that are missing as empty, with one sentence that counts and names them", async () => {
  const dir = inForm((rows, name) =>
    name === "application_train"
      ? join_(
          rows.map((row) => row.slice(0, 3)),
          ","
        )
      : join_(rows, ",")
  );
  await open(dir, ({rows, assumptions}) => {
    const [lacks, ...more] = assumptions;
    assert.deepEqual(more, []);
    assert.match(lacks!.sentence, /lacks 119 columns, which count as empty: CODE_GENDER, .* and 109 more\.$/);
    assert.equal(lacks!.count, 119);
    const [first] = rows[0]!.application;
    assert.equal(Object.keys(first!).length, 122);
    assert.ok(Object.values(first!).filter((cell) => cell !== null).length <= 3);
  });
});

test("openTables(dir) leaves a TARGET in the test table aside, and says in how many rows it stood", async () => {
  for (const [target, count] of [
    ["", 0],
    ["NA", 0],
    ["1", 2]
  ] as const) {
    const dir = inForm((rows, name) =>
      name === "application_test"
        ? join_(
            rows.map((row, i) => [row[0]!, i === 0 ? "TARGET" : target, ...row.slice(1)]),
            ","
          )
        : join_(rows, ",")
    );
    await open(dir, ({rows, assumptions}) => {
      assert.deepEqual(rows, expected);
      assert.deepEqual(
        assumptions.map((one) => one.count),
        count === 0 ? [] : [count]
      );
    });
  }
});

test("openTables(dir) reads names in another case, .tsv, and warns of files that are no tables", async () => {
  const dir = writeTables(tables);
  renameSync(join(dir, "POS_CASH_balance.csv"), join(dir, "pos_cash_balance.CSV"));
  renameSync(join(dir, "application_train.csv"), join(dir, "APPLICATION_TRAIN.csv"));
  writeFileSync(join(dir, "bureau.tsv"), join_(tables.bureau, "\t"));
  rmSync(join(dir, "bureau.csv"));
  writeFileSync(join(dir, "bureau_2.csv"), "x");
  writeFileSync(join(dir, "notes.docx"), "x");
  mkdirSync(join(dir, "old"));
  writeFileSync(join(dir, "more.zip"), zipOf({"notes.txt": "x"}));
  await open(dir, ({rows, assumptions}) => {
    assert.deepEqual(rows, expected);
    const others = assumptions.filter(({kind}) => kind === "otherFile").map(({file}) => file);
    assert.deepEqual(others, ["bureau_2.csv", "more.zip/notes.txt", "notes.docx", "old"]);
  });
});

test("openTables(dir) reads Parquet with an index, NaN in whole numbers, booleans, other names and fewer columns", async () => {
  const dir = writeTables(tables);
  for (const name of ["application_train", "POS_CASH_balance"] as const) {
    const columns = TABLES[name].columns.filter(({name}) => name !== "AMT_CREDIT");
    const frame = await open(dir, ({raw}) => framed(raw, name));
    const changed = columns.map(({name, kind}) => {
      const cell = pl.col(name);
      if (kind === "integer")
        return cell.cast(pl.Float64).fillNull(pl.lit(Number.NaN)).alias(name.toLowerCase());
      return kind === "flag" ? cell.cast(pl.Bool) : cell;
    });
    frame
      .select(...changed)
      .withRowIndex("__index_level_0__")
      .writeParquet(join(dir, `${name}.parquet`));
    rmSync(join(dir, `${name}.csv`));
  }
  await open(dir, ({rows, assumptions}) => {
    const trained = new Set(tables.application_train.map(([id]) => Number(id)));
    const withoutCredit = expected.map((client) => {
      const isTrained = trained.has(client.application[0]!.SK_ID_CURR as number);
      return isTrained ? {...client, application: [{...client.application[0]!, AMT_CREDIT: null}]} : client;
    });
    assert.deepEqual(rows, withoutCredit);
    const kinds = assumptions.filter(({table}) => table === "application_train").map(({kind}) => kind);
    assert.deepEqual(kinds, ["columnsMissing", "columnsAside", "columnCase", "booleans"]);
  });
});

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
    () => replaced("application_train", join_(unquoted(wide), ":")),
    /^Table application_train \(application_train\.csv\) begins with "SK_ID_CURR:TARGET.{1,80}, no column names of this table; commas, semicolons, tabs and \| between them were tried\.$/
  ],
  "a column twice": [
    () => replaced("bureau_balance", "SK_ID_BUREAU,MONTHS_BALANCE,STATUS,status\n1,-1,0,0\n"),
    /has the column status twice/
  ],
  "decimal commas beside points": [
    () => replaced("bureau", join_(tables.bureau, ";").replace(/;(\d+)\.(\d+);/, ";$1,$2;")),
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

test("openTables(dir) removes the scratch folder of a process that is gone, and keeps that of one that runs", async () => {
  const dir = writeTables(tables);
  const gone = join(dir, ".scorebook-tables-999999999-0");
  const running = join(dir, `.scorebook-tables-${process.ppid}-0`);
  for (const folder of [gone, running]) mkdirSync(folder);
  await open(dir, () => {});
  assert.deepEqual([existsSync(gone), existsSync(running)], [false, true]);
});

test("a cell planted into a normalised form is found by the comparison with Kaggle's own form", async () => {
  const dir = inForm((rows) => join_(rows, ";").replace("-101", "-102"));
  await open(dir, ({rows}) => assert.notDeepEqual(rows, expected));
});
