import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {once} from "node:events";
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {build} from "esbuild";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {describeFile} from "../../loaders/generation/checks.ts";
import {metaText, openCurrent, readMeta} from "../../loaders/generation/meta.ts";
import {findDamage} from "../../loaders/generation/verify.ts";
import {openHistory, openHistoryOf} from "../../loaders/history/read.ts";
import {readApplicants} from "../../loaders/site/applicants.ts";
import {openFeatureStore, openFeatureStoreIn} from "../../loaders/store.ts";
import {temporaryFolder} from "./tablesFixture.ts";

const KILLS = 32;
/** More lines than a child prints in one run, so that kills fall on every step of it. */
const LINES = 16;

/** Generates a small data set and computes its features. */
async function builtSet(seed: number): Promise<string> {
  const dir = temporaryFolder();
  await generateDemo({clients: 30, seed, out: dir});
  await buildFeatures(dir);
  return dir;
}

/** Opens features and history as a server does, reads everything, and tells the fingerprint that both have. */
async function wholeFingerprint(dir: string): Promise<string> {
  const {store, history, folder} = openCurrent(dir, (folder, meta) => ({
    folder,
    store: openFeatureStoreIn(folder, meta, dir),
    history: openHistory(join(folder, "history"), dir, meta.files["history/index.json"])
  }));
  try {
    assert.equal(history.fingerprint, store.meta.fingerprint, "history and features are of different tables");
    assert.deepEqual(history.clients, store.ids);
    const credit = store.column("app_credit");
    store.ids.forEach((id, i) => {
      assert.equal(history.rows(id).application[0]!.AMT_CREDIT, credit[i], `client ${id}`);
    });
    assert.deepEqual(await findDamage(folder, store.meta), []);
    return store.meta.fingerprint;
  } finally {
    store.close();
    history.close();
  }
}

/** Bundles the child into one file, which starts several times sooner than its hundred modules. */
async function bundledChild(): Promise<string> {
  const outfile = join(import.meta.dirname, "../../node_modules/.cache/scorebook", `kill-${process.pid}.mjs`);
  const entryPoints = [join(import.meta.dirname, "killChild.ts")];
  await build({entryPoints, outfile, bundle: true, platform: "node", format: "esm", packages: "external"});
  after(() => rmSync(outfile, {force: true}));
  return outfile;
}

/** Waits until a stream has brought so many lines. */
async function lines(stream: NodeJS.ReadableStream, count: number): Promise<void> {
  let seen = 0;
  for await (const text of stream) {
    seen += String(text).split("\n").length - 1;
    if (seen >= count) return;
  }
}

/** A step of a seeded sequence of numbers in [0, 1). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("buildFeatures(dir) killed at any moment", () => {
  let first: string;
  let second: string;
  before(async () => {
    [first, second] = [await builtSet(3), await builtSet(4)];
  });

  test(`buildFeatures(dir) leaves the old or the new set whole, ${KILLS} kills −9 long, and the next run cleans up`, async () => {
    const expected = [await wholeFingerprint(first), await wholeFingerprint(second)];
    const dir = await builtSet(3);
    rmSync(join(dir, "raw"), {recursive: true});
    const random = createRandom(7);
    const seen = new Set<string>();
    const raws = [join(first, "raw"), join(second, "raw")];
    const script = await bundledChild();
    for (let kill = 0; kill < KILLS; kill++) {
      const turned = kill % 2 === 0 ? raws : raws.toReversed();
      const child = spawn(process.execPath, [script, dir, ...turned], {
        stdio: ["ignore", "pipe", "inherit"]
      });
      const closed = once(child, "close");
      await lines(child.stdout, 1 + Math.floor(random() * LINES));
      await new Promise((done) => setTimeout(done, random() * 30));
      child.kill("SIGKILL");
      await closed;
      const fingerprint = await wholeFingerprint(dir);
      assert.ok(expected.includes(fingerprint));
      seen.add(fingerprint);
    }
    assert.equal(seen.size, 2, "the kills left old and new sets");
    await buildFeatures(dir);
    await wholeFingerprint(dir);
    assert.deepEqual(
      readdirSync(dir).filter((name) => /^generation-|part$/.test(name)),
      [readMeta(dir).generation]
    );
  });

  test("the check of a whole set notices a planted history of another set", async () => {
    const dir = await builtSet(3);
    const path = realpathSync(join(dir, "history"));
    rmSync(path, {recursive: true});
    cpSync(realpathSync(join(second, "history")), path, {recursive: true});
    await assert.rejects(wholeFingerprint(dir), {code: "STORAGE_DAMAGED"});
  });
});

describe("buildFeatures(dir) on what is damaged", () => {
  let dir: string;
  let warnings: string[];
  const run = (options = {}) => {
    warnings = [];
    return buildFeatures(dir, {...options, onWarning: (sentence) => warnings.push(sentence)});
  };
  const stored = (name: string) => join(dir, readMeta(dir).generation, name);
  const change = (name: string, by: (bytes: Buffer) => unknown) => {
    const bytes = readFileSync(stored(name));
    by(bytes);
    writeFileSync(stored(name), bytes);
  };
  before(async () => {
    dir = await builtSet(5);
  });

  const NAMES = [
    "features.f32",
    "features.checks",
    "ids.i32",
    "target.i8",
    "catalogue.json",
    "features.parquet",
    "history/index.json",
    "history/clients.i32",
    "history/bureau.records",
    "history/bureau.offsets"
  ];
  const FAULTS: [string, (name: string) => void][] = [
    ["missing", (name) => rmSync(stored(name))],
    ["cut off", (name) => truncateSync(stored(name), 10)],
    ["emptied", (name) => truncateSync(stored(name), 0)],
    ["flipped in one bit", (name) => change(name, (bytes) => bytes.writeUInt8(bytes[9]! ^ 1, 9))],
    ["zeroed", (name) => change(name, (bytes) => bytes.fill(0, 4, 20))],
    ["longer", (name) => writeFileSync(stored(name), "more", {flag: "a"})]
  ];
  for (const [what, fault] of FAULTS) {
    test("buildFeatures(dir) computes a set again whose history another version of the program wrote", async () => {
      const {folder, meta} = openCurrent(dir, (folder, meta) => ({folder, meta}));
      const path = join(folder, "history/index.json");
      writeFileSync(path, readFileSync(path, "utf8").replace(/"version": \d+/, '"version": 1'));
      meta.files["history/index.json"] = describeFile(path);
      writeFileSync(join(dir, "meta.json"), metaText(meta));
      const {unchanged} = await run();
      assert.equal(unchanged, false);
      assert.match(warnings.join(), /history\/index\.json has another format; it is computed again/);
      await wholeFingerprint(dir);
    });

    test(`findDamage(folder, meta) names each file that is ${what}, and buildFeatures(dir) mends all without force`, async () => {
      const meta = readMeta(dir);
      const folder = join(dir, meta.generation);
      const bytes = new Map(NAMES.map((name) => [name, readFileSync(stored(name))]));
      for (const name of NAMES) {
        fault(name);
        const [found] = await findDamage(folder, meta);
        assert.equal(found?.file, name);
        writeFileSync(stored(name), bytes.get(name)!);
      }
      assert.deepEqual(await findDamage(folder, meta), []);
      for (const name of NAMES) fault(name);
      await run();
      assert.ok(warnings.length > 0 && warnings.every((text) => text.endsWith("it is computed again.")));
      for (const name of NAMES) assert.deepEqual(readFileSync(stored(name)), bytes.get(name), name);
      assert.equal((await run()).unchanged, true);
      assert.deepEqual(warnings, []);
    });
  }

  test("buildFeatures(dir) sees swapped entries of the catalogue and a changed, cut off or missing meta.json", async () => {
    const {fingerprint} = readMeta(dir);
    const meta = join(dir, "meta.json");
    const faults = [
      () => {
        const {planSha256, features} = JSON.parse(readFileSync(stored("catalogue.json"), "utf8"));
        [features[0], features[1]] = [features[1], features[0]];
        writeFileSync(stored("catalogue.json"), `${JSON.stringify({planSha256, features}, null, 1)}\n`);
      },
      () => writeFileSync(meta, readFileSync(meta, "utf8").replace('"clients": 30', '"clients": 31')),
      () => truncateSync(meta, 50),
      () => writeFileSync(meta, "null"),
      () => rmSync(meta)
    ];
    for (const fault of faults) {
      fault();
      await run();
      assert.equal(await wholeFingerprint(dir), fingerprint);
      assert.equal((await run()).unchanged, true);
    }
  });

  test("buildFeatures(dir) takes over what is whole beside what is damaged", async () => {
    const inode = () => statSync(stored("history/application.records")).ino;
    const before = inode();
    rmSync(stored("features.f32"));
    assert.equal((await run()).unchanged, false);
    assert.equal(inode(), before);
    await run({force: true});
    assert.notEqual(inode(), before);
  });

  test("buildFeatures(dir) twice at once: the second waits, says so, and finds everything done", async () => {
    rmSync(join(dir, "meta.json"));
    const told: string[] = [];
    const reports = await Promise.all(
      [1, 2].map(() => buildFeatures(dir, {onWarning: (sentence) => told.push(sentence)}))
    );
    assert.deepEqual(reports.map(({unchanged}) => unchanged).sort(), [false, true]);
    assert.equal(told.filter((sentence) => sentence.includes("Another run is computing")).length, 1);
    await wholeFingerprint(dir);
  });

  test("buildFeatures(dir) gives the files that are read now their plain names beside meta.json", async () => {
    rmSync(join(dir, "features.parquet"), {force: true});
    await run();
    for (const name of ["features.parquet", "features.f32", "catalogue.json", "history/index.json"])
      assert.equal(realpathSync(join(dir, name)), realpathSync(stored(name)));
    openHistoryOf(dir).close();
  });
});

test("readApplicants(data, ids, fingerprint) refuses raw tables that are not those of the scores", async () => {
  const dir = await builtSet(8);
  const store = openFeatureStore(dir);
  const {ids, meta} = store;
  store.close();
  const read = () => readApplicants(dir, ids, meta.fingerprint);
  assert.equal((await read()).age.length, ids.length);
  rmSync(join(dir, "raw", "bureau.csv"));
  await assert.rejects(read(), {
    code: "FEATURES_MISSING",
    message: /have changed since the features were computed/
  });
});

describe("raw/AS_OF", () => {
  let dir: string;
  before(async () => {
    dir = await builtSet(6);
  });
  after(() => rmSync(dir, {recursive: true}));
  const facts = () => {
    const {dataAsOf, dataAsOfSource} = readMeta(dir);
    return [dataAsOf, dataAsOfSource];
  };

  test("buildFeatures(dir) takes the day that the set states, and notices another one without computing", async () => {
    assert.deepEqual(facts(), ["2026-01-01", "stated"], "the generator states one");
    writeFileSync(join(dir, "raw", "AS_OF"), "2018-05-31\n");
    assert.equal((await buildFeatures(dir)).unchanged, true);
    assert.deepEqual(facts(), ["2018-05-31", "stated"]);
    openFeatureStore(dir).close();
  });

  test("buildFeatures(dir) falls back on the files' time, which touching a file does not change", async () => {
    rmSync(join(dir, "raw", "AS_OF"));
    await buildFeatures(dir);
    const [day, source] = facts();
    assert.equal(source, "files");
    assert.ok(existsSync(join(dir, "raw", "bureau.csv")));
    writeFileSync(join(dir, "raw", "bureau.csv"), readFileSync(join(dir, "raw", "bureau.csv")));
    assert.equal((await buildFeatures(dir)).unchanged, true);
    assert.deepEqual(facts(), [day, source]);
  });

  test("buildFeatures(dir) refuses anything but a day in AS_OF", async () => {
    for (const text of ["", "yesterday", "31/05/2018", "2018-02-30", "2018-13-01"]) {
      writeFileSync(join(dir, "raw", "AS_OF"), text);
      await assert.rejects(buildFeatures(dir), {code: "TABLE_INVALID", message: /a day such as 2018-05-31/});
    }
    rmSync(join(dir, "raw", "AS_OF"));
  });
});
