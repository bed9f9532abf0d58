import assert from "node:assert/strict";
import {after, before, describe, test} from "node:test";
import {openHistoryOf} from "../../../loaders/history/read.ts";
import {openFeatureStore} from "../../../loaders/store.ts";
import type {RawRow} from "../../../loaders/types.ts";
import {createSystemClock} from "../../../server/clock.ts";
import type {Queries} from "../../../server/query/queries.ts";
import {createClientEngine} from "../../../server/scoring/clientEngine.ts";
import {readModel} from "../../../server/scoring/modelStore.ts";
import {askJson, createQuerySet, openTestQueries, rowsOfClients} from "../kit/queryFixture.ts";

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
