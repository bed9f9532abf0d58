import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {mkdtempSync, readdirSync, rmSync} from "node:fs";
import {readFile, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {createClientPlan} from "../../loaders/client/plan.ts";
import type {Feature} from "../../loaders/features/feature.ts";
import {CAUSES, PLAN, planCatalogue, planDigest} from "../../loaders/plan.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {CLIENT_TABLES, type ClientRows} from "../../loaders/types.ts";
import {noRows, realDataSet, realSkip, rowsByClient, withTables} from "./planFixture.ts";

interface FeatureMatrix {
  ids: Int32Array;
  rows: Float32Array;
}

/** Builds the features of a data set and reads the whole store. */
async function builtMatrix(dir: string): Promise<FeatureMatrix> {
  await buildFeatures(dir);
  const store = openFeatureStore(dir);
  try {
    return {ids: store.ids, rows: store.all()};
  } finally {
    store.close();
  }
}

/** Lists "client feature batch one-client" wherever the two ways disagree as Float32. */
function differences(
  matrix: FeatureMatrix,
  clients: ReadonlyMap<number, ClientRows>,
  features: readonly Feature[]
): string[] {
  const plan = createClientPlan(features);
  return [...matrix.ids].flatMap((id, i) => {
    const one = plan(clients.get(id)!);
    return features.flatMap((f, j) => {
      const batch = matrix.rows[i * features.length + j]!;
      return Object.is(batch, Math.fround(one[j]!)) ? [] : [`${id} ${f.name} ${batch} ${one[j]}`];
    });
  });
}

describe("planCatalogue()", () => {
  const {features} = planCatalogue();

  test("planCatalogue() names every feature once, in lower snake case after its table", () => {
    assert.equal(new Set(features.map((f) => f.name)).size, features.length);
    for (const {name} of features) assert.match(name, /^(app|bureau|bb|prev|inst|pos|card)(_[a-z0-9]+)+$/);
    assert.ok(features.length >= 450, `${features.length} features`);
  });

  test("planCatalogue() says every label, formula, unit and cause in both languages", () => {
    for (const f of features) {
      for (const text of [f.label.en, f.label.fr, f.formula.en, f.formula.fr, f.unit])
        assert.ok(text.trim().length > 1, `${f.name}: ${text}`);
      assert.ok(f.cause in CAUSES, `${f.name} has the unknown cause ${f.cause}`);
      assert.ok(f.tables.length > 0, `${f.name} reads no table`);
      assert.ok(!/undefined|NaN|\[object/.test(JSON.stringify(f)), f.name);
    }
  });

  test("planCatalogue() gives no two features the same label", () => {
    for (const language of ["en", "fr"] as const) {
      const labels = features.map((f) => f.label[language]);
      assert.deepEqual(
        labels.filter((label, i) => labels.indexOf(label) !== i),
        []
      );
    }
  });

  test("planCatalogue() lists the vocabulary of each category and no other feature's", () => {
    for (const f of features) assert.equal(f.kind === "category", (f.categories?.length ?? 0) > 0, f.name);
  });

  test("every cause of CAUSES is used by some feature", () => {
    const used = new Set(features.map((f) => f.cause));
    assert.deepEqual(
      Object.keys(CAUSES).filter((cause) => !used.has(cause)),
      []
    );
  });

  test("planDigest() changes with an expression and with the order, not with a label", () => {
    const [first, second, ...rest] = PLAN as [Feature, Feature, ...Feature[]];
    const relabelled = {...first, label: {en: "Other", fr: "Autre"}};
    assert.equal(planDigest([relabelled, second, ...rest]), planDigest());
    assert.notEqual(planDigest([second, first, ...rest]), planDigest());
    assert.notEqual(planDigest([{...first, expression: second.expression}, second, ...rest]), planDigest());
  });
});

describe("createClientPlan() without rows", () => {
  const plan = createClientPlan();
  const application = {
    application: [{SK_ID_CURR: 1, AMT_INCOME_TOTAL: 1000, AMT_CREDIT: 5000, AMT_ANNUITY: 250}]
  };

  test("createClientPlan()(rows of an empty client) has no infinite value and no fact from an empty table", () => {
    const values = plan({...noRows(), ...application});
    PLAN.forEach((f, j) => {
      assert.ok(!(Math.abs(values[j]!) === Number.POSITIVE_INFINITY), f.name);
      const reads = f.tables.filter((table) => table !== "application");
      const mayCombine = /^bureau_total|_to_income$/.test(f.name) && f.tables.includes("application");
      if (reads.length > 0 && !mayCombine)
        assert.ok(Number.isNaN(values[j]!), `${f.name} is ${values[j]} without rows in ${reads}`);
    });
  });

  test("createClientPlan()(no application row) does not throw", () => {
    assert.equal(plan(noRows()).length, PLAN.length);
  });
});

describe("the 265 real clients", {skip: realSkip}, () => {
  let set: ReturnType<typeof realDataSet>;
  let clients: Map<number, ClientRows>;
  let matrix: FeatureMatrix;
  before(async () => {
    set = realDataSet();
    clients = await withTables(set.dir, (raw) => rowsByClient(raw.tables));
    matrix = await builtMatrix(set.dir);
  });
  after(() => set.remove());

  test("buildFeatures() equals createClientPlan() as Float32 for every client and feature", () => {
    assert.equal(matrix.ids.length, 265);
    assert.deepEqual(differences(matrix, clients, PLAN), []);
  });

  test("the comparison finds a planted difference in one cell", () => {
    const planted = {...matrix, rows: matrix.rows.slice()};
    const cell = 17 * PLAN.length + PLAN.findIndex((f) => f.name === "prev_applications");
    planted.rows[cell] = planted.rows[cell]! + 1;
    assert.equal(differences(planted, clients, PLAN).length, 1);
  });

  test("the comparison finds a planted difference in the raw rows", () => {
    const id = matrix.ids[5]!;
    const changed = new Map(clients);
    changed.set(id, {
      ...clients.get(id)!,
      application: [{...clients.get(id)!.application[0]!, AMT_CREDIT: 1}]
    });
    assert.ok(differences(matrix, changed, PLAN).length > 3);
  });

  test("createClientPlan() gives the same bits whatever the order of the rows", () => {
    const plan = createClientPlan();
    for (const rows of clients.values()) {
      const turned = Object.fromEntries(CLIENT_TABLES.map((t) => [t, rows[t].toReversed()])) as ClientRows;
      assert.deepEqual(plan(turned), plan(rows));
    }
  });

  test("buildFeatures() leaves the features of absent tables missing and keeps all others", async () => {
    for (const name of ["bureau", "credit_card_balance", "previous_application"]) {
      rmSync(join(set.dir, "raw", `${name}.csv`));
    }
    const poorer = await builtMatrix(set.dir);
    for (const [j, f] of PLAN.entries()) {
      const column = (m: FeatureMatrix) => [...m.ids.keys()].map((i) => m.rows[i * PLAN.length + j]);
      const gone = f.tables.some((t) =>
        ["bureau", "bureau_balance", "credit_card_balance", "previous_application"].includes(t)
      );
      if (!gone) assert.deepEqual(column(poorer), column(matrix), f.name);
      else if (!f.tables.includes("application") && f.tables.length === 1)
        assert.ok(column(poorer).every(Number.isNaN), f.name);
    }
  });
});

describe("a generated data set", () => {
  const dir = mkdtempSync(join(tmpdir(), "scorebook-demo-"));
  after(() => rmSync(dir, {recursive: true, force: true}));

  test("buildFeatures() equals createClientPlan() as Float32 for every client and feature", async () => {
    const demo = join(import.meta.dirname, "../../data/demo/main.ts");
    execFileSync(process.execPath, [
      "--import",
      "tsx",
      demo,
      "--clients",
      "400",
      "--seed",
      "7",
      "--out",
      dir
    ]);
    const matrix = await builtMatrix(dir);
    const clients = await withTables(dir, (raw) => rowsByClient(raw.tables));
    assert.equal(matrix.ids.length, 400);
    assert.deepEqual(differences(matrix, clients, PLAN), []);
  });
});

describe("buildFeatures()", {skip: realSkip}, () => {
  let set: ReturnType<typeof realDataSet>;
  before(() => {
    set = realDataSet();
  });
  after(() => set.remove());

  test("buildFeatures(dir) writes a store that openFeatureStore(dir) reads, and nothing half-written", async () => {
    const report = await buildFeatures(set.dir);
    assert.deepEqual(report, {clients: 265, features: PLAN.length, unchanged: false});
    const store = openFeatureStore(set.dir);
    try {
      assert.equal(store.clients, 265);
      assert.equal(store.targets[store.indexOf(100002)], 1);
      assert.equal(store.targets[store.indexOf(100001)], -1);
      assert.deepEqual(store.catalogue, planCatalogue());
    } finally {
      store.close();
    }
  });

  test("buildFeatures(dir) a second time computes nothing, and with force gives the same bytes", async () => {
    const path = join(set.dir, "features.f32");
    const [bytes, {mtimeMs}] = [await readFile(path), await stat(path)];
    assert.equal((await buildFeatures(set.dir)).unchanged, true);
    assert.equal((await stat(path)).mtimeMs, mtimeMs);
    assert.equal((await buildFeatures(set.dir, {force: true, partitions: 7})).unchanged, false);
    assert.deepEqual(await readFile(path), bytes);
  });

  test("buildFeatures(dir) writes a reworded catalogue without computing", async () => {
    const path = join(set.dir, "catalogue.json");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("External score 1", "Other words"));
    assert.equal((await buildFeatures(set.dir)).unchanged, true);
    assert.equal(await readFile(path, "utf8"), text);
  });

  test("buildFeatures(dir) leaves the store as it was when it is interrupted", async () => {
    const before = await readFile(join(set.dir, "features.f32"));
    const onProgress = (_done: number, _total: number, what: string) => {
      if (what === "writing the feature store") throw new Error("interrupted");
    };
    await assert.rejects(buildFeatures(set.dir, {force: true, onProgress}), /interrupted/);
    assert.deepEqual(await readFile(join(set.dir, "features.f32")), before);
    assert.deepEqual(
      readdirSync(set.dir).filter((name) => name.includes(".part")),
      []
    );
    assert.equal((await buildFeatures(set.dir)).unchanged, true);
  });

  test("buildFeatures(dir) computes again when a raw table changed", async () => {
    rmSync(join(set.dir, "raw", "bureau_balance.csv"));
    assert.equal((await buildFeatures(set.dir)).unchanged, false);
  });
});
