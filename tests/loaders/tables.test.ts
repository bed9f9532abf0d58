import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {gzipSync} from "node:zlib";
import pl from "nodejs-polars";
import {openTables, type RawTables} from "../../loaders/tables/open.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {TABLE_NAMES, type TableName} from "../../loaders/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {fixtureTables, temporaryFolder, toCsv, writeTables} from "./tablesFixture.ts";
import {zipOf} from "./zipOf.ts";

const REAL = join(import.meta.dirname, "../../../shared/real");
const tables = fixtureTables();

function values(raw: RawTables): Record<string, unknown> {
  const read = Object.entries(raw.tables).map(([name, frame]) => {
    const collected = frame.collectSync();
    return [name, {types: collected.dtypes.map((type) => type.variant), rows: collected.toRecords()}];
  });
  return Object.fromEntries(read);
}

async function valuesOf(dir: string): Promise<Record<string, unknown>> {
  const raw = await openTables(dir);
  try {
    return values(raw);
  } finally {
    raw.close();
  }
}

function faultOf(dir: string): Promise<string> {
  return openTables(dir).then(
    (raw) => {
      raw.close();
      return "no fault";
    },
    (error) => {
      assert.ok(error instanceof ScorebookError && error.code === "TABLE_INVALID", String(error));
      return error.detail.replaceAll(dir, "DIR");
    }
  );
}

function edit(name: TableName, change: (rows: string[][]) => unknown): string {
  const rows = tables[name].map((row) => [...row]);
  change(rows);
  return writeTables(tables, {[name]: toCsv(rows)});
}

function setCell(name: TableName, row: number, column: string, text: string): string {
  const at = TABLES[name].columns.findIndex((c) => c.name === column);
  return edit(name, (rows) => {
    rows[row]![at] = text;
  });
}

test("TABLES declares the real tables' columns in Kaggle's order, and every category that occurs", (t) => {
  if (!existsSync(REAL)) return t.skip("the real sample is not beside this project");
  for (const name of TABLE_NAMES) {
    const file = name === "installments_payments" ? `${name}_partial.csv` : `${name}.csv`;
    const frame = pl.readCSV(join(REAL, file), {inferSchemaLength: 0});
    assert.deepEqual(
      frame.columns,
      TABLES[name].columns.map((column) => column.name),
      name
    );
    for (const {name: column, categories} of TABLES[name].columns) {
      if (categories === undefined) continue;
      const strange = frame
        .getColumn(column)
        .unique()
        .toArray()
        .filter((value) => value !== null && !categories.includes(String(value)));
      assert.deepEqual(strange, [], `${name}.${column}`);
    }
  }
});

test("TABLES describes every column once in both languages, and vocabularies are sorted and unique", () => {
  for (const table of Object.values(TABLES)) {
    const names = table.columns.map((column) => column.name);
    assert.equal(new Set(names).size, names.length, table.name);
    for (const {name, description, categories} of table.columns) {
      assert.ok(description.en.length > 2 && description.fr.length > 2, name);
      assert.deepEqual(categories, categories && [...new Set(categories)].sort(), name);
    }
  }
});

test("openTables(dir) reads integers, text, quotes, nulls and 365243 exactly as the cells say", async () => {
  const raw = await openTables(writeTables(tables));
  for (const name of TABLE_NAMES) {
    const rows = raw.tables[name]!.collectSync().toRecords();
    assert.equal(rows.length, tables[name].length - 1);
    tables[name].slice(1).forEach((cells, i) => {
      TABLES[name].columns.forEach((column, j) => {
        const text = cells[j]!.replace(/^"(.*)"$/, "$1");
        const expected = text === "" ? null : column.categories === undefined ? Number(text) : text;
        assert.equal(rows[i]![column.name], expected, `${name}.${column.name} row ${i}`);
      });
    });
  }
});

test("openTables(dir) gives equal frames and fingerprints for .csv, CRLF aside, .csv.gz, a zip each and one zip", async () => {
  const csv = writeTables(tables);
  const expected = await openTables(csv);
  const packings: Record<string, (dir: string) => unknown> = {
    gzip: (dir) =>
      TABLE_NAMES.map((name) => writeFileSync(join(dir, `${name}.csv.gz`), gzipSync(toCsv(tables[name])))),
    "zip each": (dir) =>
      TABLE_NAMES.map((name) =>
        writeFileSync(join(dir, `${name}.csv.zip`), zipOf({[`${name}.csv`]: toCsv(tables[name])}))
      ),
    "one zip": (dir) =>
      writeFileSync(
        join(dir, "home-credit-default-risk.zip"),
        zipOf({
          ...Object.fromEntries(TABLE_NAMES.map((name) => [`data/${name}.csv`, toCsv(tables[name])])),
          "data/sample_submission.csv": "SK_ID_CURR,TARGET\n"
        })
      ),
    mixture: (dir) =>
      TABLE_NAMES.map((name, i) =>
        i % 2
          ? copyFileSync(join(csv, `${name}.csv`), join(dir, `${name}.csv`))
          : writeFileSync(join(dir, `${name}.csv.gz`), gzipSync(toCsv(tables[name])))
      )
  };
  for (const [packing, write] of Object.entries(packings)) {
    const dir = temporaryFolder();
    write(dir);
    const raw = await openTables(dir);
    assert.deepEqual(values(raw), values(expected), packing);
    assert.equal(raw.fingerprint, expected.fingerprint, packing);
    raw.close();
    assert.throws(
      () => (packing === "mixture" ? raw.tables.application_train : raw.tables.bureau)!.collectSync(),
      packing
    );
  }
  const crlf = Object.fromEntries(
    TABLE_NAMES.map((name) => [name, toCsv(tables[name]).replaceAll("\n", "\r\n")])
  );
  assert.deepEqual(await valuesOf(writeTables(tables, crlf)), values(expected), "CRLF");
});

test("openTables(dir) reads .parquet with wider types and columns in another order as the same frames", async () => {
  const csv = writeTables(tables);
  const expected = await openTables(csv);
  const dir = temporaryFolder();
  for (const name of TABLE_NAMES) {
    const columns = TABLES[name].columns.map(({name, kind}) =>
      kind === "category" ? pl.col(name) : pl.col(name).cast(pl.Float64)
    );
    expected.tables[name]!.collectSync()
      .select(...columns.reverse())
      .writeParquet(join(dir, `${name}.parquet`));
  }
  assert.deepEqual(await valuesOf(dir), values(expected));
});

test("openTables(dir) reads the real sample, and equal frames from its Parquet copy", async (t) => {
  if (!existsSync(REAL)) return t.skip("the real sample is not beside this project");
  const dir = temporaryFolder();
  const parquet = temporaryFolder();
  for (const name of TABLE_NAMES) {
    const file = name === "installments_payments" ? `${name}_partial.csv` : `${name}.csv`;
    copyFileSync(join(REAL, file), join(dir, `${name}.csv`));
  }
  const raw = await openTables(dir);
  assert.equal(raw.files.find((file) => file.table === "bureau_balance")!.rows, 18964);
  for (const name of TABLE_NAMES)
    raw.tables[name]!.collectSync().writeParquet(join(parquet, `${name}.parquet`));
  assert.deepEqual(await valuesOf(parquet), values(raw));
});

test("openTables(dir, {onWarning}) warns once per missing or empty table and of a missing last line break", async () => {
  const dir = writeTables(tables, {
    bureau: toCsv(tables.bureau.slice(0, 1)),
    POS_CASH_balance: toCsv(tables.POS_CASH_balance).trimEnd()
  });
  rmSync(join(dir, "credit_card_balance.csv"));
  for (const turn of ["first", "remembered"]) {
    const warnings: string[] = [];
    const raw = await openTables(dir, {
      onWarning: (sentence) => warnings.push(sentence.replaceAll(dir, "DIR"))
    });
    assert.deepEqual(
      warnings,
      [
        "Table credit_card_balance is missing in DIR; what depends on it is missing.",
        "Table bureau (bureau.csv) has no rows; what depends on it is missing.",
        "Table POS_CASH_balance (POS_CASH_balance.csv) ends without a line break; its last value may be cut off."
      ],
      turn
    );
    assert.equal(raw.tables.credit_card_balance, undefined);
    assert.equal(raw.tables.bureau!.collectSync().height, 0);
    assert.equal(raw.tables.POS_CASH_balance!.collectSync().height, tables.POS_CASH_balance.length - 1);
  }
});

test("openTables(dir) reads an unchanged file once only, and a changed one again", async () => {
  const dir = writeTables(tables);
  const opened = async () => {
    const read: string[] = [];
    await openTables(dir, {onFile: (file) => read.push(file)});
    return read.length;
  };
  assert.deepEqual([await opened(), await opened()], [8, 0]);
  const path = join(dir, "bureau.csv");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace("5000000", "5000099"));
  utimesSync(path, 1, 1);
  assert.equal(await opened(), 1);
  writeFileSync(path, text.replace("-100", "x100"));
  assert.match(await faultOf(dir), /bureau\.csv.*DAYS_CREDIT/);
});

test("openTables(dir, {worthThreads: 0}) checks on all cores with the same answers and the same fault", async () => {
  const sound = writeTables(tables);
  const expected = await openTables(sound);
  rmSync(join(sound, ".checked.json"));
  const raw = await openTables(sound, {worthThreads: 0});
  assert.deepEqual(raw.files, expected.files);
  assert.equal(raw.fingerprint, expected.fingerprint);
  const faulty = setCell("POS_CASH_balance", 3, "SK_DPD", "many");
  writeFileSync(join(faulty, "installments_payments.csv"), "");
  const sentence = await faultOf(faulty);
  await assert.rejects(openTables(faulty, {worthThreads: 0}), (error) => {
    return error instanceof ScorebookError && error.code === "TABLE_INVALID" && error.detail === sentence;
  });
});

const FAULTS: Record<string, [dir: () => string, sentence: string]> = {
  "a renamed column": [
    () => setCell("bureau", 0, "DAYS_CREDIT", "DAYS_CREDITS"),
    'Table bureau (bureau.csv) has a column "DAYS_CREDITS" where DAYS_CREDIT was expected.'
  ],
  "text in an integer column": [
    () => setCell("POS_CASH_balance", 3, "SK_DPD", "many"),
    'Table POS_CASH_balance (POS_CASH_balance.csv), line 4, column SK_DPD, holds "many"; a whole number from 0 to 32767 or an empty cell was expected.'
  ],
  "a fraction in an integer column": [
    () => setCell("POS_CASH_balance", 3, "CNT_INSTALMENT", "12.5"),
    'Table POS_CASH_balance (POS_CASH_balance.csv), line 4, column CNT_INSTALMENT, holds "12.5"; a whole number from 0 to 127 or an empty cell was expected.'
  ],
  "a number out of range": [
    () => setCell("POS_CASH_balance", 3, "MONTHS_BALANCE", "-128"),
    'Table POS_CASH_balance (POS_CASH_balance.csv), line 4, column MONTHS_BALANCE, holds "-128"; a whole number from -127 to 0 or an empty cell was expected.'
  ],
  "a number out of range in the last column": [
    () => setCell("POS_CASH_balance", 3, "SK_DPD_DEF", "32768.0"),
    'Table POS_CASH_balance (POS_CASH_balance.csv), line 4, column SK_DPD_DEF, holds "32768.0"; a whole number from 0 to 32767 or an empty cell was expected.'
  ],
  "a decimal comma": [
    () => setCell("application_train", 2, "AMT_CREDIT", '"1,5"'),
    'Table application_train (application_train.csv), line 3, column AMT_CREDIT, holds "1,5"; a decimal number of 0 or more or an empty cell was expected.'
  ],
  "a flag of 2": [
    () => setCell("application_train", 1, "FLAG_MOBIL", "2"),
    'Table application_train (application_train.csv), line 2, column FLAG_MOBIL, holds "2"; 0, 1 or an empty cell was expected.'
  ],
  "a missing id": [
    () => edit("bureau_balance", (rows) => rows.map((row) => row.shift())),
    "Table bureau_balance (bureau_balance.csv) lacks the column SK_ID_BUREAU."
  ],
  "an id of 0": [
    () => setCell("application_train", 1, "SK_ID_CURR", "0"),
    'Table application_train (application_train.csv), line 2, column SK_ID_CURR, holds "0"; a whole number from 1 to 2147483647 was expected.'
  ],
  "a number beyond all numbers": [
    () => setCell("application_train", 1, "AMT_CREDIT", "1e400"),
    'Table application_train (application_train.csv), line 2, column AMT_CREDIT, holds "1e400"; a decimal number of 0 or more or an empty cell was expected.'
  ],
  "several faults at once, of two tables": [
    () =>
      writeTables(tables, {
        POS_CASH_balance: toCsv(tables.POS_CASH_balance)
          .replace("-2,", "x,")
          .replace(/1\d{5},-1,/, "?,-1,"),
        bureau: toCsv(tables.bureau).replace("-101", "-10 1")
      }),
    [
      'Table bureau (bureau.csv), line 2, column DAYS_CREDIT, holds "-10 1"; a whole number from -32767 to 0 or an empty cell was expected.',
      'Table POS_CASH_balance (POS_CASH_balance.csv), line 2, column MONTHS_BALANCE, holds "x"; a whole number from -127 to 0 or an empty cell was expected.',
      'Table POS_CASH_balance (POS_CASH_balance.csv), line 3, column SK_ID_CURR, holds "?"; a whole number from 1 to 2147483647 was expected.'
    ].join("\n")
  ],
  "an empty id": [
    () => setCell("installments_payments", 2, "SK_ID_CURR", ""),
    "Table installments_payments (installments_payments.csv), line 3, column SK_ID_CURR, is empty; a whole number from 1 to 2147483647 was expected."
  ],
  "a client twice": [
    () => setCell("application_train", 3, "SK_ID_CURR", "100001"),
    "Table application_train (application_train.csv), line 4, SK_ID_CURR 100001 occurs twice, first on line 2; each may occur once."
  ],
  "a client in train and test": [
    () => setCell("application_test", 1, "SK_ID_CURR", "100002"),
    "Client SK_ID_CURR 100002 is in application_train and in application_test; each client may occur once."
  ],
  "a bureau loan twice": [
    () => edit("bureau", (rows) => rows.push(rows[1]!)),
    `Table bureau (bureau.csv), line ${tables.bureau.length + 1}, SK_ID_BUREAU ${tables.bureau[1]![1]} occurs twice, first on line 2; each may occur once.`
  ],
  "a previous application twice, the last without line break": [
    () =>
      writeTables(tables, {
        previous_application: toCsv([
          ...tables.previous_application,
          tables.previous_application[4]!
        ]).trimEnd()
      }),
    `Table previous_application (previous_application.csv), line ${tables.previous_application.length + 1}, SK_ID_PREV ${tables.previous_application[4]![0]} occurs twice, first on line 5; each may occur once.`
  ],
  "a short line inside": [
    () => edit("POS_CASH_balance", (rows) => rows[5]!.pop()),
    "Table POS_CASH_balance (POS_CASH_balance.csv), line 6, has 7 of 8 values."
  ],
  "a long line": [
    () => edit("POS_CASH_balance", (rows) => rows[5]!.push("1")),
    "Table POS_CASH_balance (POS_CASH_balance.csv), line 6, has 9 of 8 values."
  ],
  "a blank line": [
    () => edit("POS_CASH_balance", (rows) => rows.splice(5, 0, [])),
    "Table POS_CASH_balance (POS_CASH_balance.csv), line 6, is empty; 8 values were expected."
  ],
  "a torn last line": [
    () => writeTables(tables, {POS_CASH_balance: toCsv(tables.POS_CASH_balance).slice(0, -12)}),
    `Table POS_CASH_balance (POS_CASH_balance.csv), line ${tables.POS_CASH_balance.length}, has 6 of 8 values; the file was cut off.`
  ],
  "a quote that is not closed": [
    () => setCell("previous_application", 2, "NAME_TYPE_SUITE", '"Spouse'),
    "Table previous_application (previous_application.csv), line 3, has a quote that is not closed or stands inside a value."
  ],
  "an empty file": [
    () => writeTables(tables, {bureau: ""}),
    "Table bureau (bureau.csv) is empty; a line of column names was expected."
  ],
  "a table in two formats": [
    () => {
      const dir = writeTables(tables);
      writeFileSync(join(dir, "bureau.csv.gz"), gzipSync(toCsv(tables.bureau)));
      return dir;
    },
    "Table bureau is there twice, as bureau.csv and as bureau.csv.gz; one was expected."
  ],
  "a gzip file cut off": [
    () => {
      const dir = writeTables(tables);
      const packed = gzipSync(toCsv(tables.bureau));
      rmSync(join(dir, "bureau.csv"));
      writeFileSync(join(dir, "bureau.csv.gz"), packed.subarray(0, packed.length - 20));
      return dir;
    },
    "Table bureau (bureau.csv.gz) is cut off or damaged; a whole gzip file was expected."
  ],
  "a zip file cut off": [
    () => {
      const dir = writeTables(tables);
      renameSync(join(dir, "bureau.csv"), join(dir, "bureau.csv.zip"));
      const packed = zipOf({"bureau.csv": toCsv(tables.bureau)});
      writeFileSync(join(dir, "bureau.csv.zip"), packed.subarray(0, packed.length - 30));
      return dir;
    },
    "bureau.csv.zip is not a whole zip file; it was cut off or is of another kind."
  ],
  "a zip file with a damaged entry": [
    () => {
      const dir = writeTables(tables);
      rmSync(join(dir, "bureau.csv"));
      const packed = zipOf({"bureau.csv": toCsv(tables.bureau)}, "stored");
      packed[200] = packed[200]! ^ 1;
      writeFileSync(join(dir, "bureau.csv.zip"), packed);
      return dir;
    },
    "Table bureau (bureau.csv.zip) is cut off or damaged; a whole zip file was expected."
  ],
  "no client at all": [
    () => {
      const dir = writeTables(tables);
      rmSync(join(dir, "application_train.csv"));
      rmSync(join(dir, "application_test.csv"));
      return dir;
    },
    "DIR has neither application_train nor application_test; at least one was expected."
  ],
  "no folder": [
    () => join(temporaryFolder(), "absent"),
    "DIR cannot be read; a folder with the raw tables was expected."
  ]
};

for (const [fault, [dir, sentence]] of Object.entries(FAULTS)) {
  test(`openTables(dir) names ${fault}`, async () => {
    assert.equal(await faultOf(dir()), sentence);
  });
}

function withParquet(change: (frame: pl.DataFrame) => pl.DataFrame): string {
  const dir = writeTables(tables);
  const frame = pl.readCSV(join(dir, "bureau.csv"), {inferSchemaLength: 1000, ignoreErrors: false});
  rmSync(join(dir, "bureau.csv"));
  change(frame).writeParquet(join(dir, "bureau.parquet"));
  return dir;
}

const PARQUET_FAULTS: Record<string, [dir: () => string, sentence: string]> = {
  "a column of another type": [
    () => withParquet((frame) => frame.withColumns(pl.col("DAYS_CREDIT").cast(pl.Utf8))),
    "Table bureau (bureau.parquet), column DAYS_CREDIT, is of type String; a whole number from -32767 to 0 or an empty cell was expected."
  ],
  "a fraction": [
    () => withParquet((frame) => frame.head(1).withColumns(pl.col("DAYS_CREDIT").div(pl.lit(8)))),
    'Table bureau (bureau.parquet), row 1, column DAYS_CREDIT, holds "-12.625"; a whole number from -32767 to 0 or an empty cell was expected.'
  ],
  "a key twice": [
    () => withParquet((frame) => pl.concat([frame, frame.slice(2, 1)])),
    `Table bureau (bureau.parquet), row ${tables.bureau.length}, SK_ID_BUREAU ${tables.bureau[3]![1]} occurs twice, first on row 3; each may occur once.`
  ],
  "a file cut off": [
    () => {
      const dir = withParquet((frame) => frame);
      truncateSync(join(dir, "bureau.parquet"), 900);
      return dir;
    },
    "Table bureau (bureau.parquet) cannot be read as Parquet; it was cut off, is damaged or is of another kind."
  ]
};

for (const [fault, [dir, sentence]] of Object.entries(PARQUET_FAULTS)) {
  test(`openTables(dir) names ${fault} in Parquet`, async () => {
    assert.equal(await faultOf(dir()), sentence);
  });
}
