import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {tableFromIPC} from "apache-arrow";
import {openHistory, openHistoryOf} from "../../loaders/history/read.ts";
import {createApplicationDigest} from "../../loaders/model/application.ts";
import {OUT_OF_FOLD_FILE, writeOutOfFold} from "../../loaders/model/outOfFold.ts";
import {type FeatureStore, openFeatureStore} from "../../loaders/store.ts";
import type {RawRow} from "../../loaders/types.ts";
import {createSystemClock} from "../../server/clock.ts";
import {contributionClients} from "../../server/query/contributions.ts";
import {QUERY_LIMITS} from "../../server/query/limits.ts";
import {createQueries, type Queries} from "../../server/query/queries.ts";
import {type QueryProcess, startQueryProcess} from "../../server/query/queryProcess.ts";
import {createClientEngine} from "../../server/scoring/clientEngine.ts";
import {readModel} from "../../server/scoring/modelStore.ts";
import type {ScorebookError} from "../../src/core/errors.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {ask, askJson, createQuerySet, openTestQueries} from "./queryFixture.ts";

const limits = {...QUERY_LIMITS, timeMs: 60_000};
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

/** All clients' rows as the history gives them: the judge of what SQL says. */
function clientRows() {
  const history = openHistory(join(set.data, "history"));
  const all = [...history.clients].map((id) => ({id, ...history.rows(id)}));
  history.close();
  return all;
}
const num = (row: RawRow, column: string) => row[column] as number;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function near(actual: unknown[][], expected: unknown[][]) {
  assert.equal(actual.length, expected.length);
  const rounded = (rows: unknown[][]) =>
    rows.map((row) => row.map((cell) => (typeof cell === "number" ? Number(cell.toPrecision(10)) : cell)));
  assert.deepEqual(rounded(actual), rounded(expected));
}

describe("queries.run(an analyst's question) gives what a plain loop gives", () => {
  test("bad rate by decile of credit/annuity for women under 30", async () => {
    const {rows} = await askJson(
      queries,
      `WITH women AS (
         SELECT target, ntile(10) OVER (ORDER BY AMT_CREDIT / AMT_ANNUITY, clientId) AS decile FROM clients
         WHERE CODE_GENDER = 'F' AND -DAYS_BIRTH < 30 * 365.25 AND AMT_ANNUITY IS NOT NULL)
       SELECT decile, count(*), count(target), avg(target) FROM women GROUP BY decile ORDER BY decile`
    );
    const women = clientRows()
      .map(({id, application: [row]}) => ({id, row: row!}))
      .filter(
        ({row}) =>
          row.CODE_GENDER === "F" && -num(row, "DAYS_BIRTH") < 30 * 365.25 && row.AMT_ANNUITY !== null
      )
      .map(({id, row}) => ({id, target: row.TARGET, ratio: num(row, "AMT_CREDIT") / num(row, "AMT_ANNUITY")}))
      .sort((a, b) => a.ratio - b.ratio || a.id - b.id);
    assert.ok(women.length >= 10, `${women.length} women`);
    const large = women.length % 10;
    const size = Math.floor(women.length / 10);
    const expected = Array.from({length: 10}, (_, i) => {
      const first = i * size + Math.min(i, large);
      const group = women.slice(first, first + size + (i < large ? 1 : 0));
      const known = group.flatMap(({target}) => (target === null ? [] : [target as number]));
      return [i + 1, group.length, known.length, known.length > 0 ? mean(known) : null];
    });
    near(rows, expected);
  });

  test("loans and debt by status, from bureau", async () => {
    const {rows} = await askJson(
      queries,
      `SELECT CREDIT_ACTIVE, count(*), count(DISTINCT clientId), sum(AMT_CREDIT_SUM_DEBT) FROM bureau
       GROUP BY ALL ORDER BY 1`
    );
    const groups = new Map<string, {n: number; clients: Set<number>; debt: number}>();
    for (const {id, bureau} of clientRows())
      for (const row of bureau) {
        const status = row.CREDIT_ACTIVE as string;
        const group = groups.get(status) ?? {n: 0, clients: new Set(), debt: 0};
        groups.set(status, group);
        group.n++;
        group.clients.add(id);
        group.debt += num(row, "AMT_CREDIT_SUM_DEBT") ?? 0;
      }
    near(
      rows,
      [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([status, g]) => [status, g.n, g.clients.size, g.debt])
    );
  });

  test("months in arrears by outcome, from bureau_balance joined with clients", async () => {
    const {rows} = await askJson(
      queries,
      `SELECT target, count(*) FILTER (STATUS IN ('1', '2', '3', '4', '5')), count(*)
       FROM bureau_balance JOIN clients USING (clientId) WHERE target IS NOT NULL GROUP BY 1 ORDER BY 1`
    );
    const counts = [0, 1].map((target) => {
      const months = clientRows()
        .filter(({application: [row]}) => row!.TARGET === target)
        .flatMap(({bureau_balance: balance}) => balance);
      return [target, months.filter(({STATUS}) => "12345".includes(STATUS as string)).length, months.length];
    });
    assert.deepEqual(rows, counts);
  });

  test("late payments by instalment number, from installments", async () => {
    const {rows} = await askJson(
      queries,
      `SELECT NUM_INSTALMENT_NUMBER, avg(DAYS_ENTRY_PAYMENT - DAYS_INSTALMENT), count(*) FROM installments
       WHERE DAYS_ENTRY_PAYMENT IS NOT NULL AND NUM_INSTALMENT_NUMBER <= 12 GROUP BY 1 ORDER BY 1`
    );
    const payments = clientRows()
      .flatMap(({installments_payments: rows}) => rows)
      .filter((row) => row.DAYS_ENTRY_PAYMENT !== null && num(row, "NUM_INSTALMENT_NUMBER") <= 12);
    const numbers = [...new Set(payments.map((row) => num(row, "NUM_INSTALMENT_NUMBER")))].sort(
      (a, b) => a - b
    );
    near(
      rows,
      numbers.map((n) => {
        const own = payments.filter((row) => row.NUM_INSTALMENT_NUMBER === n);
        return [
          n,
          mean(own.map((row) => num(row, "DAYS_ENTRY_PAYMENT") - num(row, "DAYS_INSTALMENT"))),
          own.length
        ];
      })
    );
  });

  test("refusals by reason, card use and POS states, from previous_application, card and pos", async () => {
    const {rows} = await askJson(
      queries,
      `SELECT 'refused', CODE_REJECT_REASON AS word, count(*) FROM previous_application
         WHERE NAME_CONTRACT_STATUS = 'Refused' GROUP BY 2
       UNION ALL SELECT 'card', NAME_CONTRACT_STATUS, count(*) FROM card
         WHERE AMT_BALANCE > AMT_CREDIT_LIMIT_ACTUAL / 2 GROUP BY 2
       UNION ALL SELECT 'pos', NAME_CONTRACT_STATUS, count(*) FROM pos GROUP BY 2
       ORDER BY 1, 2`
    );
    const counts = new Map<string, number>();
    const add = (kind: string, word: unknown) =>
      counts.set(`${kind}|${word}`, (counts.get(`${kind}|${word}`) ?? 0) + 1);
    for (const client of clientRows()) {
      for (const row of client.previous_application)
        if (row.NAME_CONTRACT_STATUS === "Refused") add("refused", row.CODE_REJECT_REASON);
      for (const row of client.credit_card_balance)
        if (row.AMT_BALANCE !== null && num(row, "AMT_BALANCE") > num(row, "AMT_CREDIT_LIMIT_ACTUAL") / 2)
          add("card", row.NAME_CONTRACT_STATUS);
      for (const row of client.POS_CASH_balance) add("pos", row.NAME_CONTRACT_STATUS);
    }
    assert.deepEqual(
      rows,
      [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, n]) => [...key.split("|"), n])
    );
  });

  test("who is within ten points of the cut-off, from scores, as GET …/score tells", async () => {
    const {rows} = await askJson(queries, "SELECT * FROM scores ORDER BY clientId");
    const store = openFeatureStore(set.data);
    const engine = createClientEngine({
      files: readModel("models/demo"),
      store,
      history: openHistoryOf(set.data),
      config: {cost: {}, score: {}},
      clock: createSystemClock()
    });
    const expected = [...store.ids].map((id) => {
      const {rawScore, probabilityOfDefault, score, decision} = engine.compute("score", id);
      return [id, rawScore, probabilityOfDefault, score, decision, null];
    });
    assert.deepEqual(rows, expected);
    const nearest = await askJson(
      queries,
      `SELECT clientId FROM scores WHERE abs(score - ${engine.policy.cutoff.score}) <= 10 ORDER BY 1`
    );
    const close = expected.filter(
      ([, , , score]) => Math.abs((score as number) - engine.policy.cutoff.score) <= 10
    );
    assert.deepEqual(
      nearest.rows,
      close.map(([id]) => [id])
    );
  });

  test("the strongest contributions of a client, from contributions, as GET …/explanation tells", async () => {
    const store = openFeatureStore(set.data);
    const engine = createClientEngine({
      files: readModel("models/demo"),
      store,
      history: openHistoryOf(set.data),
      config: {cost: {}, score: {}},
      clock: createSystemClock()
    });
    const id = store.ids[17]!;
    const {rows} = await askJson(
      queries,
      `SELECT feature, contribution, points FROM contributions WHERE clientId = ${id}`
    );
    const told = engine.compute("explanation", id).features;
    assert.deepEqual(
      rows,
      told.map(({name, contribution, points}) => [name, contribution, points])
    );
    const all = await askJson(queries, "SELECT count(DISTINCT clientId), count(*) FROM contributions");
    assert.deepEqual(all.rows, [[300, 300 * told.length]]);
  });
});

describe("out-of-fold scores of the model's training", () => {
  const heldOut = [
    {place: 0, fold: 3, rawScore: -1.5, isSame: true},
    {place: 7, fold: 0, rawScore: 2.25, isSame: true},
    {place: 9, fold: 1, rawScore: 0.5, isSame: false}
  ];

  /** Makes a copy of the committed model as if it had been trained on three clients, one with another application. */
  function trainedModel(store: FeatureStore): string {
    const folder = mkdtempSync(join(set.data, "model-"));
    copyFileSync("models/demo/model.txt", join(folder, "model.txt"));
    const applicationOf = createApplicationDigest(store.catalogue.features);
    const bytes = writeOutOfFold({
      clientId: Int32Array.from(heldOut, ({place}) => store.ids[place]!),
      fold: Uint8Array.from(heldOut, ({fold}) => fold),
      rawScore: Float64Array.from(heldOut, ({rawScore}) => rawScore),
      probabilityOfDefault: new Float64Array(heldOut.length),
      application: Uint32Array.from(
        heldOut,
        ({place, isSame}) => applicationOf(store.row(place)) ^ (isSame ? 0 : 1)
      )
    });
    writeFileSync(join(folder, OUT_OF_FOLD_FILE), bytes);
    const manifest = JSON.parse(readFileSync("models/demo/manifest.json", "utf8")) as Manifest;
    manifest.files.find(({path}) => path === OUT_OF_FOLD_FILE)!.sha256 = createHash("sha256")
      .update(bytes)
      .digest("hex");
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
    return folder;
  }

  test("stand in scores and clients for who was held out, by id and application; the model's own for all others", async () => {
    const store = openFeatureStore(set.data);
    const own = openTestQueries(set.data, {}, trainedModel(store));
    const expected = heldOut
      .filter(({isSame}) => isSame)
      .map(({place, fold, rawScore}) => [store.ids[place]!, rawScore, fold]);
    for (const table of ["scores", "clients"]) {
      const held = `SELECT clientId, rawScore, fold FROM ${table} WHERE fold IS NOT NULL ORDER BY 1`;
      assert.deepEqual((await askJson(own, held)).rows, expected);
      const counts = await askJson(own, `SELECT count(*), count(rawScore), count(score) FROM ${table}`);
      assert.deepEqual(counts.rows, [[300, 300, 300]]);
    }
    const differing = await askJson(
      own,
      "SELECT count(*) FROM clients c JOIN scores s USING (clientId) WHERE c.score <> s.score OR c.decision <> s.decision"
    );
    assert.deepEqual(differing.rows, [[0]]);
    own.close();
    store.close();
  });
});

test("queries.run() makes a file once, beside those of the same data, and removes those of older data", async () => {
  const folder = join(set.data, "query");
  const before = readdirSync(folder).sort();
  mkdirSync(join(folder, "0123456789abcdef"));
  mkdirSync(join(folder, "0123456789abcdef-0123456789abcdef"));
  const [raw] = before.filter((name) => !name.includes("-"));
  const bureau = join(folder, raw!, "bureau.parquet");
  const {mtimeMs} = statSync(bureau);
  rmSync(join(folder, raw!, "POS_CASH_balance.parquet"));
  const ended = spawnSync(process.execPath, ["-e", ""]).pid;
  for (const part of ["", ".0"])
    writeFileSync(join(folder, raw!, `POS_CASH_balance.parquet.${ended}.part${part}`), "half");
  const fresh = openTestQueries(set.data);
  await ask(fresh, "SELECT count(*) FROM pos, bureau");
  assert.equal(statSync(bureau).mtimeMs, mtimeMs);
  assert.deepEqual(readdirSync(folder).sort(), before);
  assert.ok(readdirSync(join(folder, raw!)).every((name) => name.endsWith(".parquet")));
  fresh.close();
});

test("contributionClients(ids, most) keeps all, or so many spread evenly", () => {
  const ids = Int32Array.from({length: 1000}, (_, i) => 100_000 + 3 * i);
  assert.equal(contributionClients(ids, 1000), ids);
  const some = contributionClients(ids, 10);
  assert.deepEqual([...some].slice(0, 3), [100_000, 100_300, 100_600]);
  assert.equal(new Set(some).size, 10);
});

test("queries.run() gives every table of the history, cell by cell", async () => {
  const tables = {
    bureau: "bureau",
    bureau_balance: "bureau_balance",
    previous_application: "previous_application",
    pos: "POS_CASH_balance",
    card: "credit_card_balance",
    installments: "installments_payments"
  } as const;
  const clients = clientRows();
  for (const [name, table] of Object.entries(tables)) {
    const {columns, rows} = await askJson(queries, `SELECT * FROM ${name}`);
    const expected = clients.flatMap((client) => client[table].map((row) => ({...row, clientId: client.id})));
    const found = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column.name, row[i]])));
    for (const row of found) if (!("SK_ID_CURR" in (expected[0] ?? {}))) delete row.SK_ID_CURR;
    assert.deepEqual(found, expected, name);
  }
  const names = Object.keys(clients[0]!.application[0]!).filter((n) => n !== "SK_ID_CURR" && n !== "TARGET");
  const selected = names.map((column) => `"${column}"`).join(", ");
  const {rows} = await askJson(
    queries,
    `SELECT clientId, target, ${selected} FROM clients ORDER BY clientId`
  );
  assert.deepEqual(
    rows,
    clients.map(({id, application: [row]}) => [id, row!.TARGET, ...names.map((column) => row![column])])
  );
});

test("queries.run(SELECT * FROM features) gives the feature store's values, with words for categories", async () => {
  const store = openFeatureStore(set.data);
  const {columns, rows} = await askJson(queries, "SELECT * FROM features");
  assert.equal(columns.length, store.catalogue.features.length + 2);
  assert.equal(rows.length, store.clients);
  rows.forEach((row, i) => {
    const values = store.row(i);
    store.catalogue.features.forEach(({name, categories}, j) => {
      const value = values[j]!;
      const expected = Number.isNaN(value) ? null : categories ? categories[value] : value;
      assert.equal(row[j + 2], expected, `${name} of ${row[0]}`);
    });
  });
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

describe("queries.run() keeps its limits", () => {
  test("rows beyond the limit are left out, and the answer says so", async () => {
    const few = openTestQueries(set.data, {rows: 5});
    const {rows, truncated} = await askJson(few, "SELECT clientId FROM clients ORDER BY 1");
    assert.deepEqual([rows.length, truncated], [5, true]);
    assert.equal((await askJson(few, "SELECT 1 FROM range(5)")).truncated, false);
    few.close();
  });

  test("a query that nobody waits for is stopped, and the next one is answered", async () => {
    const alone = openTestQueries(set.data, {processes: 1});
    await askJson(alone, "SELECT 1");
    const abort = new AbortController();
    const endless = alone.run(
      {sql: "SELECT count(*) FROM range(1000000) a, range(1000000) b", format: "json"},
      abort.signal
    );
    setTimeout(() => abort.abort(), 100);
    await assert.rejects(endless, {code: "QUERY_LIMIT", detail: /nobody waits/});
    assert.deepEqual((await askJson(alone, "SELECT 2")).rows, [[2]]);
    alone.close();
  });

  test("more queries than may wait get QUERY_BUSY, and so do those that wait too long", async () => {
    const narrow = openTestQueries(set.data, {processes: 1, waiting: 1, waitMs: 200, timeMs: 3000});
    await askJson(narrow, "SELECT 1");
    const endless = ask(narrow, "SELECT count(*) FROM range(1000000) a, range(1000000) b");
    const waits = ask(narrow, "SELECT 1");
    await assert.rejects(ask(narrow, "SELECT 1"), {code: "QUERY_BUSY"});
    await assert.rejects(waits, {code: "QUERY_BUSY"});
    await assert.rejects(endless, {code: "QUERY_LIMIT"});
    narrow.close();
  });

  test("a query whose process is killed from outside is told so, and the next one is answered", async () => {
    const started: QueryProcess[] = [];
    const alone = createQueries({
      start() {
        const process = startQueryProcess({folder: set.data, tables: [], limits, clock: createSystemClock()});
        started.push(process);
        return process;
      },
      maker: {make: () => Promise.resolve(), close: () => {}},
      model: () => ({name: "none", version: "", sha256: ""}),
      limits,
      clock: createSystemClock()
    });
    await ask(alone, "SELECT 1");
    const endless = ask(alone, "SELECT count(*) FROM range(1000000) a, range(1000000) b");
    setTimeout(() => process.kill(started[0]!.pid!, "SIGKILL"), 100);
    await assert.rejects(endless, {code: "QUERY_LIMIT", detail: /its process ended/});
    assert.equal((await ask(alone, "SELECT 2")).rows, 1);
    assert.equal(started.length, 2);
    alone.close();
  });
});
