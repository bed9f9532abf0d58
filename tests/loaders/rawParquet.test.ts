import assert from "node:assert/strict";
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import {isDeepStrictEqual} from "node:util";
import pl from "nodejs-polars";
import {generateDemo} from "../../data/demo/generate.ts";
import {fieldOf, type HistoryIndex} from "../../loaders/history/layout.ts";
import {openHistory} from "../../loaders/history/read.ts";
import {writeHistory} from "../../loaders/history/write.ts";
import {writeRawParquet} from "../../loaders/parquet/rawTable.ts";
import {openTables} from "../../loaders/tables/open.ts";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import {CLIENT_TABLES, type ClientTable, type RawRow} from "../../loaders/types.ts";

let dir: string;
let history: string;
before(async () => {
  dir = mkdtempSync(join(tmpdir(), "scorebook-parquet-"));
  await generateDemo({clients: 60, seed: 5, out: dir});
  history = join(dir, "history");
  const raw = await openTables(join(dir, "raw"));
  writeHistory(history, raw);
  raw.close();
});
after(() => rmSync(dir, {recursive: true}));

/** The rows of a table as the history gives them, SK_ID_CURR included. */
function expectedRows(table: ClientTable): RawRow[] {
  const opened = openHistory(history);
  const rows = [...opened.clients].flatMap((id) =>
    opened.rows(id)[table].map((row) => ({...row, SK_ID_CURR: id}))
  );
  opened.close();
  return rows;
}

function writtenRows(table: ClientTable, partRows: number): {rows: RawRow[]; types: Map<string, string>} {
  const path = join(dir, `${table}.parquet`);
  writeRawParquet(history, table, path, partRows);
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.startsWith(`${table}.parquet.`)),
    []
  );
  const frame = pl.readParquet(path);
  const types = new Map(frame.columns.map((name, i) => [name, String(frame.dtypes[i])]));
  return {rows: frame.toRecords() as RawRow[], types};
}

for (const partRows of [997, 100_000])
  test(`writeRawParquet(history, table, path, ${partRows}) gives every table's rows in order`, () => {
    for (const table of CLIENT_TABLES) {
      const {rows, types} = writtenRows(table, partRows);
      assert.deepEqual(rows, expectedRows(table), table);
      assert.equal([...types.keys()][0], "SK_ID_CURR");
      for (const {name, dtype} of CLIENT_TABLE_SCHEMA[table].columns)
        assert.match(
          types.get(name)!,
          new RegExp(dtype === "String" ? "Utf8|String|Categorical" : dtype),
          name
        );
    }
  });

test("writeRawParquet() of a record that was changed no longer gives the rows that were there", () => {
  const expected = expectedRows("bureau");
  const path = join(history, "bureau.records");
  const bytes = readFileSync(path);
  const {tables} = JSON.parse(readFileSync(join(history, "index.json"), "utf8")) as HistoryIndex;
  const changed = Buffer.from(bytes);
  changed[fieldOf(tables.bureau, "SK_ID_BUREAU").offset]! ^= 1;
  writeFileSync(path, changed);
  const {rows} = writtenRows("bureau", 7);
  writeFileSync(path, bytes);
  const wrong = rows.flatMap((row, i) => (isDeepStrictEqual(row, expected[i]) ? [] : [i]));
  assert.deepEqual(wrong, [0]);
});

test("writeRawParquet() of a history that is cut short says so and leaves no part behind", () => {
  const path = join(history, "bureau.records");
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, bytes.length - 8));
  const out = join(dir, "cut.parquet");
  assert.throws(() => writeRawParquet(history, "bureau", out, 7), {code: "FEATURES_MISSING"});
  assert.equal(existsSync(out), false);
  assert.deepEqual(
    readdirSync(dir).filter((name) => name.startsWith("cut.parquet")),
    []
  );
  writeFileSync(path, bytes);
});
