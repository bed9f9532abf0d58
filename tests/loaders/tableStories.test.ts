import assert from "node:assert/strict";
import {before, describe, test} from "node:test";
import type {LazyDataFrame} from "nodejs-polars";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {tableStory} from "../../loaders/site/tableStory.ts";
import {bureauPerClient} from "../../loaders/site/tables/bureau.ts";
import {cardPerClient} from "../../loaders/site/tables/card.ts";
import {installmentsPerClient} from "../../loaders/site/tables/installments.ts";
import {posPerClient} from "../../loaders/site/tables/posCash.ts";
import {previousPerClient} from "../../loaders/site/tables/previous.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import type {RawTables} from "../../loaders/tables/open.ts";
import {withTables} from "./planFixture.ts";
import {temporaryFolder} from "./tablesFixture.ts";

const dir = temporaryFolder();
const PER_CLIENT: Record<string, (tables: Required<RawTables["tables"]>) => LazyDataFrame> = {
  bureau: ({bureau, bureau_balance}) => bureauPerClient(bureau, bureau_balance),
  POS_CASH_balance: ({POS_CASH_balance}) => posPerClient(POS_CASH_balance),
  credit_card_balance: ({credit_card_balance}) => cardPerClient(credit_card_balance),
  previous_application: ({previous_application}) => previousPerClient(previous_application),
  installments_payments: ({installments_payments}) => installmentsPerClient(installments_payments)
};
const use = <T>(work: (tables: Required<RawTables["tables"]>) => T): Promise<T> =>
  withTables(dir, ({tables}) => work(tables as Required<RawTables["tables"]>));

/** Lists the columns that are named as a feature and hold another number for some client. */
function differences(perClient: LazyDataFrame): {compared: string[]; wrong: string[]} {
  const frame = perClient.collectSync();
  const store = openFeatureStore(dir);
  const rowOf = new Map((frame.getColumn("SK_ID_CURR").toArray() as number[]).map((id, row) => [id, row]));
  const named = frame.columns.filter((name) =>
    store.catalogue.features.some((feature) => feature.name === name)
  );
  const wrong = named.filter((name) => {
    const ours = frame.getColumn(name).toArray() as (number | null)[];
    const theirs = store.column(name);
    return [...store.ids].some((id, i) => {
      const row = rowOf.get(id);
      // A client without rows is in no group; the plan counts 0 or leaves the value missing.
      if (row === undefined) return !(Number.isNaN(theirs[i]) || theirs[i] === 0);
      return !Object.is(Math.fround(ours[row] ?? Number.NaN), theirs[i]);
    });
  });
  store.close();
  return {compared: named, wrong};
}

describe("the datasets of the history tables, by Polars", () => {
  before(async () => {
    await generateDemo({clients: 400, seed: 7, out: dir});
    await buildFeatures(dir);
  });

  for (const [table, perClient] of Object.entries(PER_CLIENT))
    test(`the aggregates of ${table} per client equal the plan's features of the same name as Float32`, async () => {
      const {compared, wrong} = await use((tables) => differences(perClient(tables)));
      assert.ok(compared.length >= 1, `no column of ${table} is named as a feature`);
      assert.deepEqual(wrong, []);
    });

  test("the comparison with the plan finds a planted difference", async () => {
    const {wrong} = await use((tables) => {
      const one = tables.POS_CASH_balance.head(1000) as LazyDataFrame;
      return differences(posPerClient(one));
    });
    assert.ok(wrong.includes("pos_months"));
  });

  test("tableStory(tables, table) counts what plain loops count", async () => {
    await use((tables) => {
      const story = tableStory(tables, "previous_application");
      const rows = tables.previous_application
        .select("SK_ID_CURR", "NAME_CONTRACT_STATUS")
        .collectSync()
        .rows() as [number, string][];
      const bads = new Map(
        (
          tables.application_train.select("SK_ID_CURR", "TARGET").collectSync().rows() as [number, number][]
        ).map(([id, target]) => [id, target])
      );
      const refused = new Set(rows.filter(([, status]) => status === "Refused").map(([id]) => id));
      const cut = story.pictures!.outcomes.find(({value}) => value === "Refused")!;
      assert.equal(story.rows, rows.length);
      assert.equal(story.clients, new Set(rows.map(([id]) => id)).size);
      assert.equal(cut.rows, rows.filter(([, status]) => status === "Refused").length);
      assert.equal(cut.clients, refused.size);
      assert.equal(cut.labelled, [...refused].filter((id) => bads.has(id)).length);
      assert.equal(cut.bads, [...refused].filter((id) => bads.get(id) === 1).length);
      const bands = story.pictures!.refusedShare;
      assert.equal(
        bands.reduce((sum, {clients}) => sum + clients, 0),
        story.clients
      );
    });
  });

  test("tableStory(tables, table, most) has pictures of a sample of many clients, and the facts of all", async () => {
    await use((tables) => {
      const whole = tableStory(tables, "bureau");
      const some = tableStory(tables, "bureau", 100);
      const {picturedClients, pictures, ...facts} = some;
      assert.deepEqual(facts, {
        rows: whole.rows,
        clients: whole.clients,
        allClients: whole.allClients,
        labelledClients: whole.labelledClients,
        bads: whole.bads
      });
      assert.equal(whole.picturedClients, 400);
      assert.ok(picturedClients > 70 && picturedClients < 130, `${picturedClients} clients`);
      const clientsIn = (bands: readonly {clients: number}[]) =>
        bands.reduce((sum, {clients}) => sum + clients, 0);
      assert.ok(clientsIn(pictures!.loans) <= picturedClients);
      assert.ok(clientsIn(pictures!.loans) > 0.6 * picturedClients);
      assert.ok(pictures!.arrears!.length > 40);
      assert.ok(clientsIn(whole.pictures!.loans) > picturedClients, "all clients are more than the sample");
    });
  });

  test("tableStory(tables, table) of a table that is not there has no pictures", async () => {
    await use(({bureau: _, ...others}) => {
      const story = tableStory(others, "bureau");
      assert.equal(story.pictures, null);
      assert.equal(story.allClients, 400);
    });
    await use(({bureau_balance: _, ...others}) => {
      const story = tableStory(others, "bureau");
      assert.equal(story.pictures!.arrears, null);
      assert.ok(story.pictures!.types.length > 0);
    });
  });
});
