import assert from "node:assert/strict";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {gzipSync} from "node:zlib";
import pl from "nodejs-polars";
import {openTables, type RawTables} from "../../loaders/tables/open.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import type {TableName} from "../../loaders/types.ts";
import {writeTables} from "./tablesFixture.ts";
import {expected, inForm, joined, open, tables} from "./tablesFormsFixture.ts";
import {zipOf} from "./zipOf.ts";

const framed = (raw: RawTables, name: TableName) => raw.tables[name]!.collectSync();

test("openTables(dir) reads a normalised file once only, packed too, and again when what was kept of it is damaged", async () => {
  const dir = inForm((rows) => joined(rows, ";"));
  const text = readFileSync(join(dir, "bureau.csv"), "utf8");
  writeFileSync(join(dir, "bureau.csv.gz"), gzipSync(text));
  rmSync(join(dir, "bureau.csv"));
  writeFileSync(
    join(dir, "tables.zip"),
    zipOf({"x/POS_CASH_BALANCE.CSV": joined(tables.POS_CASH_balance, ";")})
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
      ? joined(
          rows.map((row) => row.slice(0, 3)),
          ","
        )
      : joined(rows, ",")
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
        ? joined(
            rows.map((row, i) => [row[0]!, i === 0 ? "TARGET" : target, ...row.slice(1)]),
            ","
          )
        : joined(rows, ",")
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
  writeFileSync(join(dir, "bureau.tsv"), joined(tables.bureau, "\t"));
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

test("openTables(dir) removes the scratch folder of a process that is gone, and keeps that of one that runs", async () => {
  const dir = writeTables(tables);
  const gone = join(dir, ".scorebook-tables-999999999-0");
  const running = join(dir, `.scorebook-tables-${process.ppid}-0`);
  for (const folder of [gone, running]) mkdirSync(folder);
  await open(dir, () => {});
  assert.deepEqual([existsSync(gone), existsSync(running)], [false, true]);
});
