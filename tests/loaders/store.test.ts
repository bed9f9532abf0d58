import assert from "node:assert/strict";
import {readdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import fc from "fast-check";
import {draftStore} from "../../loaders/batch/draftStore.ts";
import {indexOfSorted, openFeatureStore, readFeatureStoreMeta} from "../../loaders/store.ts";
import type {CatalogueEntry} from "../../loaders/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {temporaryFolder} from "./tablesFixture.ts";
import {type StoreContent, writeStore} from "./writeStore.ts";

const CLIENTS = 9001;
const NAMES = ["a", "b", "c"];

function entry(name: string): CatalogueEntry {
  const text = {en: name, fr: name};
  return {
    name,
    tables: ["application"],
    cause: "c",
    label: text,
    formula: text,
    unit: "count",
    kind: "numeric"
  };
}

function content(): StoreContent {
  const ids = Int32Array.from({length: CLIENTS}, (_, i) => 100002 + i * 3);
  const columns = columnsOf(ids);
  return {
    ids,
    targets: Int8Array.from(ids, (_, i) => (i % 3) - 1),
    rows: Float32Array.from({length: CLIENTS * NAMES.length}, (_, k) => columns[k % 3]![Math.floor(k / 3)]!),
    catalogue: {planSha256: "p", features: NAMES.map(entry)},
    meta: {
      dataAsOf: "2026-01-31T00:00:00.000Z",
      fingerprint: "f",
      planSha256: "p",
      clients: CLIENTS,
      features: NAMES.length,
      generated: true
    }
  };
}

const columnsOf = (ids: Int32Array): Float32Array[] =>
  NAMES.map((_, j) => Float32Array.from(ids, (_id, i) => (i % 7 === j ? Number.NaN : i / 3 - j * 1e6)));

test("openFeatureStore(dir) gives back rows, columns, targets, ids and catalogue as they were written", async () => {
  const dir = temporaryFolder();
  const given = content();
  await writeStore(dir, given);
  const store = openFeatureStore(dir);
  const columns = columnsOf(given.ids);
  assert.deepEqual(store.ids, given.ids);
  assert.deepEqual(store.targets, given.targets);
  assert.deepEqual(store.catalogue, given.catalogue);
  assert.deepEqual(store.meta, given.meta);
  assert.deepEqual(await readFeatureStoreMeta(dir), given.meta);
  NAMES.forEach((name, j) => {
    assert.deepEqual(store.column(name), columns[j]);
  });
  assert.deepEqual(store.all(), given.rows);
  for (const index of [0, 1, 4095, 4096, CLIENTS - 1]) {
    assert.equal(store.indexOf(store.ids[index]!), index);
    assert.deepEqual(
      [...store.row(index)],
      columns.map((column) => column[index])
    );
  }
  store.close();
});

test("draft.discard() leaves the old store and nothing else", async () => {
  const dir = temporaryFolder();
  await writeStore(dir, content());
  const before = readdirSync(dir).sort();
  const bytes = readFileSync(join(dir, "features.f32"));
  const draft = await draftStore(dir, 5, NAMES);
  writeFileSync(draft.features, "half");
  assert.notDeepEqual(readdirSync(dir).sort(), before);
  await draft.discard();
  assert.deepEqual(readdirSync(dir).sort(), before);
  assert.deepEqual(readFileSync(join(dir, "features.f32")), bytes);
});

test("openFeatureStore(dir) says which file is missing, cut off or broken", async () => {
  const faults: [(dir: string) => void, RegExp][] = [
    [
      (dir) => rmSync(join(dir, "meta.json")),
      /meta\.json cannot be read; compute the features with npm run features/
    ],
    [(dir) => rmSync(join(dir, "features.f32")), /features\.f32 cannot be read/],
    [
      (dir) => truncateSync(join(dir, "features.f32"), 100),
      /has 100 bytes, but 9001 ids × 3 features × 4 bytes/
    ],
    [(dir) => truncateSync(join(dir, "target.i8"), 100), /compute the features again/],
    [(dir) => writeFileSync(join(dir, "catalogue.json"), "{"), /catalogue\.json is not JSON/]
  ];
  for (const [fault, sentence] of faults) {
    const dir = temporaryFolder();
    await writeStore(dir, content());
    fault(dir);
    assert.throws(
      () => openFeatureStore(dir),
      (error) =>
        error instanceof ScorebookError && error.code === "FEATURES_MISSING" && sentence.test(error.detail)
    );
  }
});

test("store.row(index) and store.column(name) refuse what is not there", async () => {
  const dir = temporaryFolder();
  await writeStore(dir, content());
  const store = openFeatureStore(dir);
  for (const index of [-1, 0.5, CLIENTS]) assert.throws(() => store.row(index), {code: "FEATURES_MISSING"});
  assert.throws(() => store.column("d"), {code: "FEATURE_UNKNOWN"});
  assert.equal(store.indexOf(100003), -1);
  store.close();
});

test("a planted change of one byte in features.f32 is seen in the row it belongs to", async () => {
  const dir = temporaryFolder();
  const given = content();
  await writeStore(dir, given);
  const path = join(dir, "features.f32");
  const bytes = readFileSync(path);
  bytes[12 * 77 + 6] = bytes[12 * 77 + 6]! ^ 1;
  writeFileSync(path, bytes);
  const store = openFeatureStore(dir);
  const changed = store.ids.filter((_, i) => !Object.is(store.row(i)[1], columnsOf(given.ids)[1]![i]));
  assert.deepEqual([...changed], [given.ids[77]]);
  store.close();
});

test("indexOfSorted(values, value) agrees with a linear search", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({min: 0, max: 99})),
      fc.integer({min: -1, max: 100}),
      (values, value) => {
        const sorted = Int32Array.from(values).sort();
        assert.equal(indexOfSorted(sorted, value), sorted.indexOf(value));
      }
    ),
    {seed: 11}
  );
});
