import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdirSync, readdirSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {after, before, test} from "node:test";
import pl from "nodejs-polars";
import {openFeatureStore} from "../../../loaders/store.ts";
import {contributionClients} from "../../../server/query/derived/contributions.ts";
import type {Queries} from "../../../server/query/queries.ts";
import {ask, askJson, createQuerySet, openTestQueries, rowsOfClients} from "../kit/queryFixture.ts";

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
const clientRows = () => rowsOfClients(set.data);

test("queries.run() makes a file once, beside those of the same data, and removes those of older data", async () => {
  await ask(queries, "SELECT count(*) FROM pos, bureau, clients");
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
  assert.deepEqual(contributionClients(ids, 1000), ids);
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

test("queries.run(SELECT … FROM clients) tells of files that do not hold the same clients", async () => {
  const folder = join(set.data, "query");
  const [scores] = readdirSync(folder, {recursive: true, encoding: "utf8"}).filter((name) =>
    name.endsWith("scores.parquet")
  );
  const path = join(folder, scores!);
  const whole = pl.readParquet(path);
  const shorter = whole.filter(pl.col("clientId").neq(pl.lit(whole.getColumn("clientId").get(3))));
  writeFileSync(path, shorter.writeParquet());
  const mixed = openTestQueries(set.data);
  await assert.rejects(ask(mixed, "SELECT sum(score) FROM clients"), {code: "STORAGE_DAMAGED"});
  assert.equal((await ask(mixed, "SELECT sum(score) FROM scores")).rows, 1);
  mixed.close();
  rmSync(path);
});
