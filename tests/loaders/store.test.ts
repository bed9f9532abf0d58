import assert from "node:assert/strict";
import {readdirSync, readFileSync, realpathSync, rmSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import fc from "fast-check";
import {beginGeneration} from "../../loaders/generation/draft.ts";
import {readMeta} from "../../loaders/generation/meta.ts";
import {indexOfSorted, openFeatureStore} from "../../loaders/store.ts";
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
      dataAsOfSource: "files",
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
  const {version: _version, generation: _generation, files: _files, ...facts} = store.meta;
  assert.deepEqual(facts, given.meta);
  assert.deepEqual(readMeta(dir), store.meta);
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

test("store.eachRow(indexes, show) shows the rows that store.row reads, in order, across gaps and blocks", async () => {
  const dir = temporaryFolder();
  await writeStore(dir, content());
  const store = openFeatureStore(dir);
  const lists = [[], [7], [0, 1, 2, 9, 11, 12, CLIENTS - 1], [...store.ids.keys()]];
  for (const indexes of lists) {
    const shown: [number, Float32Array][] = [];
    store.eachRow(indexes, (row, place) => shown.push([place, row]));
    assert.deepEqual(
      shown,
      indexes.map((index, place) => [place, store.row(index)])
    );
  }
  store.close();
});

test("draft.discard() leaves the old store and nothing else", async () => {
  const dir = temporaryFolder();
  await writeStore(dir, content());
  const before = readdirSync(dir).sort();
  const bytes = readFileSync(join(dir, "features.f32"));
  const draft = beginGeneration(dir);
  writeFileSync(join(draft.folder, "features.f32"), "half");
  assert.notDeepEqual(readdirSync(dir).sort(), before);
  draft.discard();
  assert.deepEqual(readdirSync(dir).sort(), before);
  assert.deepEqual(readFileSync(join(dir, "features.f32")), bytes);
});

test("openFeatureStore(dir) says which file is missing, cut off or changed, and what mends it", async () => {
  const flip = (dir: string, name: string, at: number) => {
    const bytes = readFileSync(join(dir, name));
    bytes[at]! ^= 4;
    writeFileSync(join(dir, name), bytes);
  };
  const faults: [(dir: string) => void, string, RegExp][] = [
    [(dir) => rmSync(join(dir, "meta.json")), "FEATURES_MISSING", /meta\.json cannot be read/],
    [(dir) => writeFileSync(join(dir, "meta.json"), "null"), "STORAGE_DAMAGED", /meta\.json is not what was/],
    [(dir) => writeFileSync(join(dir, "meta.json"), "{"), "STORAGE_DAMAGED", /meta\.json is not what was/],
    [(dir) => writeFileSync(join(dir, "meta.json"), "{}"), "FEATURES_MISSING", /another version/],
    [
      (dir) => {
        const text = readFileSync(join(dir, "meta.json"), "utf8");
        writeFileSync(join(dir, "meta.json"), text.replace("true", "false"));
      },
      "STORAGE_DAMAGED",
      /meta\.json has other content/
    ],
    [(dir) => rmSync(realpathSync(join(dir, "features.f32"))), "STORAGE_DAMAGED", /features\.f32 is missing/],
    [
      (dir) => truncateSync(join(dir, "features.f32"), 100),
      "STORAGE_DAMAGED",
      /features\.f32 has 100 bytes where 108012 were written/
    ],
    [
      (dir) => truncateSync(join(dir, "target.i8"), 100),
      "STORAGE_DAMAGED",
      /target\.i8 is missing or damaged/
    ],
    [(dir) => flip(dir, "ids.i32", 40), "STORAGE_DAMAGED", /ids\.i32 is missing or damaged/],
    [
      (dir) => writeFileSync(join(dir, "ids.i32"), "abc"),
      "STORAGE_DAMAGED",
      /ids\.i32 is missing or damaged/
    ],
    [
      (dir) => writeFileSync(join(dir, "catalogue.json"), "{}"),
      "STORAGE_DAMAGED",
      /catalogue\.json is missing or damaged/
    ],
    [
      (dir) => {
        const {planSha256, features} = JSON.parse(readFileSync(join(dir, "catalogue.json"), "utf8"));
        const text = JSON.stringify({planSha256, features: features.toReversed()});
        writeFileSync(join(dir, "catalogue.json"), text);
      },
      "STORAGE_DAMAGED",
      /catalogue\.json is missing or damaged/
    ]
  ];
  for (const [fault, code, sentence] of faults) {
    const dir = temporaryFolder();
    await writeStore(dir, content());
    openFeatureStore(dir).close();
    fault(dir);
    assert.throws(
      () => openFeatureStore(dir),
      (error) => {
        assert.ok(error instanceof ScorebookError, String(error));
        assert.equal(error.code, code);
        assert.match(error.detail, sentence);
        assert.ok(error.detail.endsWith(`npm run features -- --data ${dir}.`), error.detail);
        return true;
      }
    );
  }
});

test("store.row(index), eachRow(indexes) and column(name) refuse what is not there", async () => {
  const dir = temporaryFolder();
  await writeStore(dir, content());
  const store = openFeatureStore(dir);
  for (const index of [-1, 0.5, CLIENTS]) {
    assert.throws(() => store.row(index), {code: "FEATURES_MISSING"});
    assert.throws(() => store.eachRow([0, index], () => {}), {code: "FEATURES_MISSING"});
  }
  assert.throws(() => store.eachRow([CLIENTS - 1, CLIENTS], () => {}), {code: "FEATURES_MISSING"});
  assert.throws(() => store.column("d"), {code: "FEATURE_UNKNOWN"});
  assert.equal(store.indexOf(100003), -1);
  store.close();
});

test("store.row(index), eachRow(indexes), column(name) and all() refuse a row that is not what was written, and give the others", async () => {
  const given = content();
  const faults: ((row: Buffer) => unknown)[] = [
    (row) => {
      row[6]! ^= 1;
    },
    (row) => row.fill(0),
    (row) => row.swap32()
  ];
  for (const fault of faults) {
    const dir = temporaryFolder();
    await writeStore(dir, given);
    const store = openFeatureStore(dir);
    const path = join(dir, "features.f32");
    const bytes = readFileSync(path);
    fault(bytes.subarray(12 * 77, 12 * 78));
    writeFileSync(path, bytes);
    const refused = {
      code: "STORAGE_DAMAGED",
      message: new RegExp(`row of client ${given.ids[77]}; .*npm run`)
    };
    assert.throws(() => store.row(77), refused);
    assert.throws(() => store.column("a"), refused);
    assert.throws(() => store.all(), refused);
    assert.throws(() => store.eachRow([75, 76, 77], () => {}), refused);
    store.eachRow([75, 76, 78, 79], () => {});
    for (const index of [76, 78])
      assert.deepEqual([...store.row(index)], [...given.rows.subarray(3 * index, 3 * index + 3)]);
    store.close();
  }
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
