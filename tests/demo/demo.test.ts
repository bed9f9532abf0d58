import assert from "node:assert/strict";
import {execFileSync, spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {bureauRecord} from "../../data/demo/bureau/bureau.ts";
import {COLUMNS, DEMO_TABLES} from "../../data/demo/columns.ts";
import {float, text} from "../../data/demo/csv.ts";
import {mix, Rng} from "../../data/demo/draws/random.ts";
import {generateDemo} from "../../data/demo/generate.ts";
import {ALL_CLIENTS, clientIds, keySequence, TEST_CLIENTS, testMarks} from "../../data/demo/keys.ts";
import {drawLatent} from "../../data/demo/latent.ts";
import {previousRecord} from "../../data/demo/previous/previous.ts";
import {
  cellFormat,
  coherenceFaults,
  formatFaults,
  keyFaults,
  type Row,
  readRows,
  readTables,
  type Tables
} from "./inspect.ts";

const REAL = new URL("../../../shared/real/", import.meta.url);
const MAIN = new URL("../../data/demo/main.ts", import.meta.url).pathname;
const skipWithoutReal = existsSync(REAL) ? false : "the real clients (../shared/real) are absent";

const folder = mkdtempSync(join(tmpdir(), "demo-"));
let tables: Tables;

const hashes = (set: string) =>
  DEMO_TABLES.map((name) =>
    createHash("sha256")
      .update(readFileSync(join(folder, set, "raw", `${name}.csv`)))
      .digest("hex")
  );
const copyOf = () =>
  Object.fromEntries(DEMO_TABLES.map((name) => [name, tables[name].map((row) => ({...row}))])) as Tables;

before(async () => {
  await generateDemo({clients: 500, seed: 20, out: join(folder, "a")});
  tables = readTables(join(folder, "a", "raw"));
});
after(() => rmSync(folder, {recursive: true, force: true}));

describe("the demo set", () => {
  test("generateDemo({clients, seed}) writes the same bytes twice and others for another seed", async () => {
    await generateDemo({clients: 300, seed: 5, out: join(folder, "b")});
    await generateDemo({clients: 300, seed: 5, out: join(folder, "c")});
    await generateDemo({clients: 300, seed: 6, out: join(folder, "d")});
    assert.deepEqual(hashes("b"), hashes("c"));
    const other = hashes("d");
    for (const [i, hash] of hashes("b").entries()) assert.notEqual(hash, other[i], DEMO_TABLES[i]);
  });

  test("every table has Kaggle's number of columns", () => {
    const widths = DEMO_TABLES.map((name) => COLUMNS[name].length);
    assert.deepEqual(widths, [122, 121, 17, 3, 37, 8, 23, 8]);
    for (const name of DEMO_TABLES) assert.ok(tables[name].length > 0, name);
  });

  test("the headers equal those of the real files, in order", {skip: skipWithoutReal}, () => {
    for (const name of DEMO_TABLES) {
      const file = name === "installments_payments" ? "installments_payments_partial" : name;
      const real = readFileSync(new URL(`${file}.csv`, REAL), "utf8").split("\n", 1)[0];
      assert.equal(COLUMNS[name].join(","), real, name);
    }
  });

  test("cellFormat(column) tells how the real files write every column", {skip: skipWithoutReal}, () => {
    for (const name of DEMO_TABLES) {
      if (name === "installments_payments") continue;
      const {rows} = readRows(new URL(`${name}.csv`, REAL).pathname);
      for (const column of COLUMNS[name]) {
        const cells = rows.map((row) => row[column]!).filter((cell) => cell !== "");
        const format = cells.every((cell) => /^-?\d+$/.test(cell))
          ? "whole"
          : cells.every((cell) => Number.isFinite(Number(cell)))
            ? "float"
            : "text";
        assert.equal(cellFormat(column), format, `${name}.${column}`);
      }
    }
  });

  test("formatFaults(tables) finds nothing, and finds a whole number written without its point", () => {
    assert.deepEqual(formatFaults(tables), []);
    const faulty = copyOf();
    faulty.installments_payments[3]!.NUM_INSTALMENT_VERSION = "1";
    assert.deepEqual(formatFaults(faulty), ['installments_payments.NUM_INSTALMENT_VERSION: "1"']);
  });

  test("keyFaults(tables) finds nothing, and finds a repeated key, a stray loan and a contract of two clients", () => {
    assert.deepEqual(keyFaults(tables), []);
    const faulty = copyOf();
    faulty.bureau[1]!.SK_ID_BUREAU = faulty.bureau[0]!.SK_ID_BUREAU!;
    faulty.bureau_balance.push({SK_ID_BUREAU: "6843457", MONTHS_BALANCE: "0", STATUS: "C"});
    faulty.POS_CASH_balance[0]!.SK_ID_CURR = "456256";
    const faults = keyFaults(faulty).join("\n");
    for (const fault of [
      "bureau: SK_ID_BUREAU repeats",
      "a loan is not in bureau",
      "has no application",
      "has two clients"
    ])
      assert.match(faults, new RegExp(fault));
  });

  test("coherenceFaults(tables) finds nothing, and finds an early closing, an overpaid instalment and a lost car", () => {
    assert.deepEqual(coherenceFaults(tables), []);
    const faulty = copyOf();
    faulty.bureau.find((row) => row.CREDIT_ACTIVE === "Closed")!.DAYS_ENDDATE_FACT = "-4000.0";
    faulty.installments_payments[0]!.AMT_PAYMENT = "9000000.0";
    faulty.application_train.find((row) => row.FLAG_OWN_CAR === "Y")!.OWN_CAR_AGE = "";
    const faults = coherenceFaults(faulty);
    assert.deepEqual(
      faults.map((fault) => fault.split(":")[0]),
      ["a car's age without a car", "closed before opened", "overpaid parts"]
    );
  });

  test("the monthly tables hold contracts without an application, as the real ones do", () => {
    const known = new Set(tables.previous_application.map((row) => row.SK_ID_PREV));
    const share = (rows: Row[]) => {
      const contracts = [...new Set(rows.map((row) => row.SK_ID_PREV))];
      return contracts.filter((key) => !known.has(key)).length / contracts.length;
    };
    const pos = share(tables.POS_CASH_balance);
    const card = share(tables.credit_card_balance);
    assert.ok(pos > 0.025 && pos < 0.07, `POS ${pos}`);
    assert.ok(card > 0.05 && card < 0.21, `card ${card}`);
  });

  test("every month of a loan elsewhere follows the one before", () => {
    const months = new Map<string, number[]>();
    for (const {SK_ID_BUREAU, MONTHS_BALANCE} of tables.bureau_balance)
      months.set(SK_ID_BUREAU!, [...(months.get(SK_ID_BUREAU!) ?? []), Number(MONTHS_BALANCE)]);
    for (const [key, list] of months)
      assert.equal(Math.max(...list) - Math.min(...list) + 1, list.length, key);
  });

  test("client 100002 is among the labelled, and a seventh of all clients is unlabelled", () => {
    assert.ok(tables.application_train.some((row) => row.SK_ID_CURR === "100002"));
    assert.equal(tables.application_test.length, Math.round((500 * TEST_CLIENTS) / ALL_CLIENTS));
    const bad =
      tables.application_train.filter((row) => row.TARGET === "1").length / tables.application_train.length;
    assert.ok(bad > 0.05 && bad < 0.115, `bad rate ${bad}`);
  });

  test("no application repeats a real one's amounts or scores", {skip: skipWithoutReal}, () => {
    const signature = (row: Row) =>
      ["AMT_INCOME_TOTAL", "AMT_CREDIT", "AMT_ANNUITY", "DAYS_BIRTH", "DAYS_EMPLOYED"]
        .map((c) => row[c])
        .join(" ");
    const real = ["application_train", "application_test"].flatMap(
      (name) => readRows(new URL(`${name}.csv`, REAL).pathname).rows
    );
    const repeats = (rows: Row[]) => {
      const rowsSeen = new Set(real.map(signature));
      const scores = new Set(
        real
          .flatMap((row) => [row.EXT_SOURCE_1, row.EXT_SOURCE_2, row.EXT_SOURCE_3])
          .filter((cell) => cell !== "")
      );
      return rows.filter(
        (row) =>
          rowsSeen.has(signature(row)) ||
          [row.EXT_SOURCE_1, row.EXT_SOURCE_2, row.EXT_SOURCE_3].some((cell) => scores.has(cell))
      ).length;
    };
    assert.equal(repeats([...tables.application_train, ...tables.application_test]), 0);
    assert.equal(repeats([...tables.application_test, real[0]!]), 1);
  });
});

describe("the generator's parts", () => {
  test("clientIds(n, seed) rises strictly within Kaggle's range, holds 100002, and is the whole range at full scale", () => {
    for (const clients of [2, 3, 700, 178128, 250000, ALL_CLIENTS]) {
      const ids = clientIds(clients, 1);
      for (let k = 1; k < clients; k++) assert.ok(ids[k]! > ids[k - 1]!);
      assert.ok(ids[0]! >= 100001 && ids[clients - 1]! <= 456255);
      assert.ok(ids.includes(100002), `${clients}`);
      const marks = testMarks(ids, 1);
      assert.equal(
        marks.reduce((sum, mark) => sum + mark, 0),
        Math.round((clients * TEST_CLIENTS) / ALL_CLIENTS)
      );
      assert.equal(marks[ids.indexOf(100002)], 0);
    }
  });

  test("clientIds(n, seed) of more clients than Kaggle's has no gap and goes on above", () => {
    const ids = clientIds(ALL_CLIENTS + 1000, 1);
    assert.deepEqual([ids[0], ids[1], ids.at(-1)], [100001, 100002, 100001 + ALL_CLIENTS + 999]);
    assert.equal(new Set(ids).size, ids.length);
  });

  test("keySequence(first, count, seed)() gives every key once and goes on above when they run out", () => {
    const next = keySequence(100, 50, 3);
    const keys = Array.from({length: 50}, next);
    assert.deepEqual(
      [...keys].sort((a, b) => a - b),
      Array.from({length: 50}, (_, i) => 100 + i)
    );
    assert.deepEqual([next(), next()], [150, 151]);
  });

  test("bureauRecord(…) and previousRecord(…) need fewer keys for all clients than Kaggle's ranges hold", () => {
    const clients = 4000;
    let loans = 0;
    let contracts = 0;
    for (let k = 0; k < clients; k++) {
      const rng = new Rng(mix(9, k));
      const latent = drawLatent(rng);
      bureauRecord(rng, k, k % 7 === 0, latent, () => ++loans);
      previousRecord(rng, k, k % 7 === 0, latent, () => ++contracts);
    }
    assert.ok((loans * ALL_CLIENTS) / clients < 0.98 * 1843457, `${loans} loans`);
    assert.ok((contracts * ALL_CLIENTS) / clients < 0.98 * 1845382, `${contracts} contracts`);
  });

  test("float(x) and text(x) write cells as pandas does", () => {
    assert.deepEqual([202500, 24700.5, -0, null, 0.000047, 1e-10].map(float), [
      "202500.0",
      "24700.5",
      "0.0",
      "",
      "4.7e-05",
      "1e-10"
    ]);
    assert.deepEqual(["Family", "Spouse, partner", null].map(text), ["Family", '"Spouse, partner"', ""]);
  });

  test("generateDemo with an aborted signal leaves the folder as it was", async () => {
    const out = join(folder, "stopped");
    mkdirSync(join(out, ".raw-999999999.part"), {recursive: true});
    const stop = new AbortController();
    const run = generateDemo({
      clients: 400,
      seed: 1,
      out,
      signal: stop.signal,
      onProgress: () => stop.abort()
    });
    await assert.rejects(run, {name: "AbortError"});
    assert.deepEqual(readdirSync(out), []);
  });

  test("npm run demo answers --help, and a wrong number with one sentence and a code", () => {
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ["--import", "tsx", MAIN, ...args], {encoding: "utf8"});
    assert.match(
      execFileSync(process.execPath, ["--import", "tsx", MAIN, "--help"], {encoding: "utf8"}),
      /--clients N/
    );
    const wrong = run("--clients", "1");
    assert.equal(wrong.status, 1);
    assert.equal(wrong.stderr, '--clients is "1"; it must be a whole number from 2 to 3562550.\n');
    assert.equal(run("--seeds", "1").status, 1);
  });
});
