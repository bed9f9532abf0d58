import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {type HistoryFacts, writeHistory} from "../../loaders/history/write.ts";
import {checkCsv} from "../../loaders/tables/csv/check.ts";
import {decodeCsv} from "../../loaders/tables/csv/kernel/decodeCsv.ts";
import {openTables} from "../../loaders/tables/open.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {TABLE_NAMES} from "../../loaders/types.ts";
import {compileKernel, KERNELS, kernelToModule} from "../../tools/buildKernel.ts";
import {fuzzCsv, judgeCsv, recordsOf} from "../../tools/csvFuzz/judge.ts";
import {fixtureTables, temporaryFolder, toCsv, writeTables} from "./tablesFixture.ts";

const DEMO = join(import.meta.dirname, "../../data/demo-set/raw");
const NO_DEMO = TABLE_NAMES.every((name) => existsSync(join(DEMO, `${name}.csv`)))
  ? false
  : "the demo set is not made; npm run demo makes it";

test("the WebAssembly in simdCode.ts is what rows.as compiles to", async () => {
  const committed = readFileSync(new URL(`../../${KERNELS.csv.target}`, import.meta.url), "utf8");
  assert.equal(kernelToModule(await compileKernel("csv"), "csv"), committed);
});

test("rows.as explains itself in under 300 lines", () => {
  const source = readFileSync(new URL(`../../${KERNELS.csv.source}`, import.meta.url), "utf8");
  assert.ok(source.split("\n").length < 300);
});

test("decodeCsv(name, path, records) takes every table of the demonstration set, and writes the slow path's records", {
  skip: NO_DEMO
}, async () => {
  const records = join(temporaryFolder(), "records");
  for (const name of TABLE_NAMES) {
    const path = join(DEMO, `${name}.csv`);
    assert.deepEqual(await judgeCsv(name, path, records), {fast: true, slow: true, what: ""}, name);
  }
});

/** Writes the history of the demonstration set, from text that is decoded with or after the check. */
async function writeDemoHistory(keepsRecords: boolean): Promise<{dir: string; facts: HistoryFacts}> {
  const raw = temporaryFolder();
  for (const file of readdirSync(DEMO))
    if (!file.startsWith(".")) symlinkSync(join(DEMO, file), join(raw, file));
  const dir = join(temporaryFolder(), "history");
  const opened = await openTables(raw, {keepsRecords});
  try {
    assert.ok(opened.files.every(({records}) => (records !== undefined) === keepsRecords));
    return {dir, facts: writeHistory(dir, opened)};
  } finally {
    opened.close();
  }
}

test("writeHistory(dir, raw) writes the same bytes from the kernel's records as from text, and counts the same", {
  skip: NO_DEMO
}, async () => {
  const fast = await writeDemoHistory(true);
  const slow = await writeDemoHistory(false);
  assert.deepEqual(fast.facts, slow.facts);
  const files = readdirSync(slow.dir).sort();
  assert.deepEqual(readdirSync(fast.dir).sort(), files);
  assert.ok(files.length > 10);
  for (const file of files)
    assert.ok(readFileSync(join(fast.dir, file)).equals(readFileSync(join(slow.dir, file))), file);
});

test("decodeCsv(name, path) agrees with the slow path on 2,000 invented and mutated files", async () => {
  const {accepted, leftToSlowPath, disagreements} = await fuzzCsv(2000, 1);
  assert.deepEqual(disagreements, []);
  assert.ok(accepted > 400, `${accepted} were taken`);
  assert.ok(leftToSlowPath < accepted, `${leftToSlowPath} were left to the slow path`);
});

test("fuzzCsv(files, seed, {decode}) finds a kernel that writes one bit wrong, miscounts, takes faults or leaves records", async () => {
  const bit: typeof decodeCsv = async (name, path, records) => {
    const checked = await decodeCsv(name, path, records);
    if (checked === undefined || checked.rows === 0) return checked;
    const bytes = readFileSync(records!);
    bytes[bytes.length - 8]! ^= 1;
    writeFileSync(records!, bytes);
    return checked;
  };
  const count: typeof decodeCsv = async (...file) => {
    const checked = await decodeCsv(...file);
    return checked && {...checked, rows: checked.rows + 1};
  };
  const all: typeof decodeCsv = async (...file) =>
    (await decodeCsv(...file)) ?? {sha256: "", rows: 1, pointed: [], endsWithLineBreak: true};
  const litter: typeof decodeCsv = async (name, path, records) => {
    const checked = await decodeCsv(name, path, records);
    if (checked === undefined) writeFileSync(records!, "");
    return checked;
  };
  const found = async (decode: typeof decodeCsv) =>
    new Set((await fuzzCsv(40, 2, {decode})).disagreements.map(({what}) => what));
  assert.deepEqual(await found(decodeCsv), new Set());
  assert.deepEqual(await found(bit), new Set(["the records"]));
  assert.deepEqual(await found(count), new Set(["what is told of the file"]));
  assert.ok((await found(all)).has("a file that the slow path refuses"));
  assert.ok((await found(litter)).has("records of a file that was refused"));
});

test("openTables(dir, {keepsRecords}) leaves an unusual file to the slow path, and gives a rewritten one records", async () => {
  const tables = fixtureTables();
  const dir = writeTables(tables);
  const unknown = toCsv(tables.bureau).replace(/Active|Closed|Sold|Bad debt/, "Perhaps");
  writeFileSync(join(dir, "bureau.csv"), unknown);
  writeFileSync(
    join(dir, "POS_CASH_balance.csv"),
    `\ufeff${toCsv(tables.POS_CASH_balance).replaceAll("\n", "\r\n")}`
  );
  writeFileSync(
    join(dir, "installments_payments.csv"),
    toCsv(tables.installments_payments).replaceAll(",", ";")
  );
  const raw = await openTables(dir, {keepsRecords: true});
  try {
    for (const {table, path, records} of raw.files) {
      const isDecoded = table !== "bureau" && table !== "POS_CASH_balance";
      assert.equal(records !== undefined, isDecoded, table);
      assert.ok((await checkCsv(TABLES[table], path)) !== undefined, table);
      if (records !== undefined) assert.ok(readFileSync(records).equals(recordsOf(table, path)), table);
    }
  } finally {
    raw.close();
  }
  assert.ok(raw.files.every(({records}) => records === undefined || !existsSync(records)));
});

test("openTables(dir, {keepsRecords}) explains a fault as it does without the kernel", async () => {
  const tables = fixtureTables();
  const dir = writeTables(tables);
  const text = toCsv(tables.bureau_balance).split("\n");
  text[2] = text[2]!.replace(/,.*/, ",soon,C");
  text[4] = "1,2";
  writeFileSync(join(dir, "bureau_balance.csv"), text.join("\n"));
  const sentences = (keepsRecords: boolean) =>
    openTables(dir, {keepsRecords}).then(
      () => assert.fail("the fault was not found"),
      (error: Error) => error.message
    );
  const explained = await sentences(true);
  assert.match(explained, /line 3, column MONTHS_BALANCE, holds "soon"/);
  assert.equal(explained, await sentences(false));
});
