import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {before, describe, test} from "node:test";
import pl from "nodejs-polars";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {FEATURE_FILES} from "../../loaders/batch/featureFiles.ts";
import type {Feature} from "../../loaders/features/feature.ts";
import {PLAN} from "../../loaders/plan.ts";
import {computeWithPolars} from "../../loaders/polars/compute.ts";
import {TRANSLATION, type Translation} from "../../loaders/polars/features.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {realDataSet, realSkip} from "./planFixture.ts";
import {temporaryFolder} from "./tablesFixture.ts";

interface Run {
  partitions?: number;
  features?: readonly Feature[];
  translation?: Translation;
}

/** Computes the features of a data set anew with Polars, as `npm run features -- --engine polars` does. */
const buildWithPolars = (dir: string, {translation, ...options}: Run = {}) =>
  buildFeatures(dir, {
    ...options,
    renew: true,
    compute: (task, {features, tables}) => computeWithPolars(task, features, tables, translation)
  });

/** Reads what the last run left: every file of the features, and the values. */
function result(dir: string) {
  const store = openFeatureStore(dir);
  try {
    const folder = join(dir, store.meta.generation);
    return {
      files: new Map(FEATURE_FILES.map((file) => [file, readFileSync(join(folder, file))])),
      ids: store.ids,
      names: store.catalogue.features.map(({name}) => name),
      values: store.all()
    };
  } finally {
    store.close();
  }
}

/** Lists "feature client machine Polars" wherever two results are not the same as Float32. */
function differences(machine: ReturnType<typeof result>, polars: ReturnType<typeof result>): string[] {
  assert.deepEqual(polars.ids, machine.ids);
  assert.deepEqual(polars.names, machine.names);
  const width = machine.names.length;
  return [...machine.values].flatMap((value, i) => {
    const other = polars.values[i]!;
    if (Object.is(value, other)) return [];
    return [`${machine.names[i % width]} ${machine.ids[Math.floor(i / width)]} ${value} ${other}`];
  });
}

function assertSameFiles(machine: ReturnType<typeof result>, polars: ReturnType<typeof result>): void {
  for (const [file, bytes] of machine.files) assert.ok(bytes.equals(polars.files.get(file)!), file);
}

describe("the demonstration set, 240 clients of it", () => {
  const dir = temporaryFolder();
  let machine: ReturnType<typeof result>;
  before(async () => {
    await generateDemo({clients: 240, seed: 20, out: dir});
    await buildFeatures(dir);
    machine = result(dir);
  });

  test("computeWithPolars() equals the machine as Float32 for every client and feature, and its files byte by byte", async () => {
    assert.equal((await buildWithPolars(dir)).unchanged, false);
    const polars = result(dir);
    assert.deepEqual(differences(machine, polars).slice(0, 20), []);
    assertSameFiles(machine, polars);
    const {columns} = pl.readParquet(join(dir, "features.parquet"));
    assert.deepEqual(columns, ["SK_ID_CURR", "TARGET", ...PLAN.map(({name}) => name)]);
  });

  test("buildFeatures(dir) takes over what Polars computed, as it is the same", async () => {
    assert.equal((await buildFeatures(dir)).unchanged, true);
  });

  test("computeWithPolars() equals the machine where tables of history are missing", async () => {
    for (const table of ["bureau_balance", "credit_card_balance"]) rmSync(join(dir, "raw", `${table}.csv`));
    await buildFeatures(dir);
    machine = result(dir);
    await buildWithPolars(dir);
    assert.deepEqual(differences(machine, result(dir)).slice(0, 20), []);
  });
});

describe("the comparison of the machine with Polars", () => {
  const dir = temporaryFolder();
  const features = PLAN.filter(({name}) =>
    /^(app_|bureau_debt|prev_rate|inst_delay|pos_contracts)/.test(name)
  );
  let machine: ReturnType<typeof result>;
  before(async () => {
    await generateDemo({clients: 60, seed: 20, out: dir});
    await buildFeatures(dir, {features});
    machine = result(dir);
  });

  const {rowwise, aggregate} = TRANSLATION;
  const wrong: [string, Translation, RegExp][] = [
    [
      "x/0 as 0",
      {
        aggregate,
        rowwise: (n, ...rest) => {
          const right = rowwise(n, ...rest);
          return n.op === "divide" ? right.fillNull(pl.lit(0).cast(pl.Float64)) : right;
        }
      },
      /^app_/
    ],
    [
      "the largest as the smallest",
      {rowwise, aggregate: (n, translate) => aggregate(n.op === "max" ? {...n, op: "min"} : n, translate)},
      /^inst_/
    ],
    [
      "sums over all rows, whatever the condition",
      {
        rowwise,
        aggregate: (n, translate) => {
          const every = {...n.args[0]!, op: "literal", exactness: "flag", value: 1} as const;
          return aggregate(n.op === "sum" ? {...n, args: [every, ...n.args.slice(1)]} : n, translate);
        }
      },
      /^bureau_debt/
    ]
  ];
  for (const [what, translation, found] of wrong) {
    test(`differences() finds a translation that takes ${what}`, async () => {
      await buildWithPolars(dir, {features, translation});
      const apart = differences(machine, result(dir));
      assert.ok(
        apart.some((line) => found.test(line)),
        `${apart.length} differences`
      );
    });
  }

  test("differences() is empty again with the right translation, in three ranges of clients", async () => {
    await buildWithPolars(dir, {features, partitions: 3});
    assertSameFiles(machine, result(dir));
  });
});

describe("the 265 real clients, whose instalments are there in part", {skip: realSkip}, () => {
  test("computeWithPolars() equals the machine as Float32 for every client and feature", async () => {
    const set = realDataSet();
    try {
      await buildFeatures(set.dir);
      const machine = result(set.dir);
      await buildWithPolars(set.dir);
      const polars = result(set.dir);
      assert.equal(machine.ids.length, 265);
      assert.deepEqual(differences(machine, polars).slice(0, 20), []);
      assertSameFiles(machine, polars);
    } finally {
      set.remove();
    }
  });
});

describe("npm run features -- --engine", () => {
  const features = (...args: string[]) => {
    const script = join(import.meta.dirname, "../../loaders/main.ts");
    return spawnSync(process.execPath, ["--import", "tsx", script, ...args], {encoding: "utf8"});
  };

  test("features --engine duckdb is refused in one sentence that names the engines", () => {
    const {status, stderr, stdout} = features("--engine", "duckdb");
    assert.deepEqual([status, stdout], [1, ""]);
    assert.equal(stderr, "--engine is duckdb; machine or polars was expected.\n");
  });

  test("features --engine polars --workers URL is refused in one sentence", () => {
    const {status, stderr} = features("--engine", "polars", "--workers", "redis://127.0.0.1:1");
    assert.equal(status, 1);
    assert.match(stderr, /^--engine polars and --workers were both given; .*expected\.\n$/);
  });
});
