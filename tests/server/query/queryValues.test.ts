import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {tableFromIPC} from "apache-arrow";
import type {Queries} from "../../../server/query/queries.ts";
import type {ScorebookError} from "../../../src/core/errors.ts";
import {ask, askJson, createQuerySet, openTestQueries} from "../kit/queryFixture.ts";

let set: Awaited<ReturnType<typeof createQuerySet>>;
let queries: Queries;
before(async () => {
  set = await createQuerySet();
  queries = openTestQueries(set.data);
});
after(() => {
  queries.close();
  set.remove();
});

describe("queries.run() converts values honestly", () => {
  const one = async (expression: string) => (await askJson(queries, `SELECT ${expression}`)).rows[0]?.[0];
  const cases: [expression: string, json: unknown][] = [
    ["count(*) FROM range(3)", 3],
    ["9007199254740991::BIGINT", 9007199254740991],
    ["9007199254740993::BIGINT", "9007199254740993"],
    ["170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727"],
    ["sum(range) FROM range(5)", 10],
    ["0.1", 0.1],
    ["123456789012345678.12::DECIMAL(20, 2)", "123456789012345678.12"],
    ["'NaN'::DOUBLE", "NaN"],
    ["'-Infinity'::FLOAT", "-Infinity"],
    ["-0.0::DOUBLE", 0],
    ["DATE '2020-02-29'", "2020-02-29"],
    ["TIMESTAMP '2020-02-29 12:34:56.789'", "2020-02-29 12:34:56.789"],
    ["[1, NULL, 3]", [1, null, 3]],
    ["{a: 1, b: [DATE '2020-01-01']}", {a: 1, b: ["2020-01-01"]}],
    ["MAP {'x': 1}", [{key: "x", value: 1}]],
    ["true", true],
    ["NULL", null],
    ["'é\"\\\n☃'", 'é"\\\n☃'],
    ["'\\x00\\xFF'::BLOB", "\\x00\\xFF"]
  ];
  for (const [expression, json] of cases)
    test(`SELECT ${expression} as JSON`, async () => assert.deepEqual(await one(expression), json));

  test("as Arrow, with nulls, words, days and text of what Arrow has no plain type for", async () => {
    const {body} = await ask(
      queries,
      `SELECT CASE WHEN range % 3 > 0 THEN (range % 100)::TINYINT END AS a, range::DOUBLE / 2 AS b,
         CASE WHEN range % 2 = 0 THEN 'x' || range END AS c, range % 2 = 0 AS d, DATE '2020-01-01' AS e,
         [range] AS f, sum(range) OVER () AS g, 1.25 AS h, range AS range
       FROM range(70000)`,
      "arrow"
    );
    const table = tableFromIPC(body);
    assert.deepEqual(
      table.schema.fields.map(({type}) => String(type)),
      ["Int8", "Float64", "Utf8", "Bool", "Date32<DAY>", "Utf8", "Float64", "Float64", "Float64"].map(
        (type) => type
      )
    );
    assert.equal(table.numRows, 70_000);
    for (const i of [0, 1, 2, 2047, 2048, 65_535, 65_536, 67_583, 67_584, 69_999]) {
      const row = table.get(i)!.toJSON();
      assert.equal(row.a, i % 3 > 0 ? i % 100 : null);
      assert.deepEqual(
        [row.b, row.c, row.d, row.f, row.g, row.h, row.range],
        [i / 2, i % 2 === 0 ? `x${i}` : null, i % 2 === 0, `[${i}]`, (70_000 * 69_999) / 2, 1.25, i]
      );
      assert.equal(Number(row.e), Date.UTC(2020, 0, 1));
    }
  });

  test("as Arrow refuses an integer that no double holds, and names the column", async () => {
    await assert.rejects(ask(queries, "SELECT 9007199254740993 AS big", "arrow"), (error: ScorebookError) => {
      assert.equal(error.code, "QUERY_INVALID");
      return /column big holds 9007199254740993/.test(error.detail);
    });
  });

  test("as Arrow what it says as JSON, for every column of clients", async () => {
    const sql = "SELECT * FROM clients ORDER BY clientId";
    const {rows, columns} = await askJson(queries, sql);
    const table = tableFromIPC((await ask(queries, sql, "arrow")).body);
    columns.forEach(({name}, j) => {
      const column = table.getChildAt(j)!;
      for (let i = 0; i < rows.length; i++) assert.equal(column.get(i), rows[i]?.[j], `${name} of row ${i}`);
    });
  });

  test("as Arrow has a schema when there is no row", async () => {
    const table = tableFromIPC((await ask(queries, "SELECT 1 AS a WHERE false", "arrow")).body);
    assert.deepEqual([table.numRows, table.schema.names], [0, ["a"]]);
  });
});
