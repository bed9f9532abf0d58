import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {type HistoryFacts, writeHistory} from "../../loaders/history/write.ts";
import {checkCsv} from "../../loaders/tables/csv/check.ts";
import {decodeCsv} from "../../loaders/tables/csv/kernel/decodeCsv.ts";
import {openTables, type RawTables} from "../../loaders/tables/open.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {TABLE_NAMES} from "../../loaders/types.ts";
import {compileKernel, KERNELS, kernelToModule} from "../../tools/buildKernel.ts";
import {fuzzCsv, judgeCsv} from "../../tools/csvFuzz/judge.ts";
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

test("decodeCsv(name, path, onRecords) takes every table of the demonstration set, and gives the slow path's records", {
  skip: NO_DEMO
}, async () => {
  for (const name of TABLE_NAMES) {
    const path = join(DEMO, `${name}.csv`);
    assert.deepEqual(await judgeCsv(name, path), {fast: true, slow: true, what: ""}, name);
  }
});

/** Writes the history of the demonstration set, from text that is decoded with or after the check. */
async function writeDemoHistory(distributes: boolean): Promise<{dir: string; facts: HistoryFacts}> {
  const raw = temporaryFolder();
  for (const file of readdirSync(DEMO))
    if (!file.startsWith(".")) symlinkSync(join(DEMO, file), join(raw, file));
  const dir = join(temporaryFolder(), "history");
  const opened = await openTables(raw, {distributes});
  try {
    assert.ok(opened.files.every(({distributed}) => (distributed !== undefined) === distributes));
    return {dir, facts: writeHistory(dir, opened)};
  } finally {
    opened.close();
  }
}

test("writeHistory(dir, raw) writes the same bytes from what the check has distributed as from text, and counts the same", {
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

test("fuzzCsv(files, seed, {decode}) finds a kernel that writes one bit wrong, miscounts or takes faults", async () => {
  const bit: typeof decodeCsv = (name, path, onRecords) =>
    decodeCsv(name, path, (records) => {
      const wrong = records.slice();
      wrong[wrong.length - 8]! ^= 1;
      onRecords?.(wrong);
    });
  const count: typeof decodeCsv = async (...file) => {
    const checked = await decodeCsv(...file);
    return checked && {...checked, rows: checked.rows + 1};
  };
  const all: typeof decodeCsv = async (...file) =>
    (await decodeCsv(...file)) ?? {sha256: "", rows: 1, pointed: [], endsWithLineBreak: true};
  const found = async (decode: typeof decodeCsv) =>
    new Set((await fuzzCsv(40, 2, {decode})).disagreements.map(({what}) => what));
  assert.deepEqual(await found(decodeCsv), new Set());
  assert.deepEqual(await found(bit), new Set(["the records"]));
  assert.deepEqual(await found(count), new Set(["what is told of the file"]));
  assert.ok((await found(all)).has("a file that the slow path refuses"));
});

/** Lists what lies in a folder and those in it, hidden or not. */
const filesIn = (dir: string): string[] => readdirSync(dir, {recursive: true}).map(String).sort();

test("openTables(dir, {distributes}) leaves an unusual file to the slow path, and distributes a rewritten one", async () => {
  const tables = fixtureTables();
  const dir = writeTables(tables);
  const unknown = toCsv(tables.previous_application).replace("Consumer loans", "Perhaps");
  writeFileSync(join(dir, "previous_application.csv"), unknown);
  writeFileSync(
    join(dir, "POS_CASH_balance.csv"),
    `\ufeff${toCsv(tables.POS_CASH_balance).replaceAll("\n", "\r\n")}`
  );
  writeFileSync(
    join(dir, "installments_payments.csv"),
    toCsv(tables.installments_payments).replaceAll(",", ";")
  );
  const before = filesIn(dir);
  const raw = await openTables(dir, {distributes: true});
  try {
    for (const {table, path, distributed, rows} of raw.files) {
      const isDecoded = table !== "previous_application" && table !== "POS_CASH_balance";
      assert.equal(distributed !== undefined, isDecoded, table);
      assert.ok((await checkCsv(TABLES[table], path)) !== undefined, table);
      if (distributed) assert.equal(distributed.records + distributed.strangers, rows, table);
    }
    const left = filesIn(dir).filter((file) =>
      /previous_application.partition|POS_CASH.*partition/.test(file)
    );
    assert.deepEqual(left, [], "what was begun of a file that the kernel does not take is removed");
  } finally {
    raw.close();
  }
  const kept = filesIn(dir).filter((file) => !before.includes(file) && !file.startsWith(".checked"));
  assert.deepEqual(kept, []);
});

test("openTables(dir, {distributes}) distributes nothing by clients that it cannot tell", async () => {
  const tables = fixtureTables();
  const text = toCsv(tables.application_train);
  const unusual = [
    text.replaceAll(",", ";"),
    text.replace(/\n(\d+),/, '\n"$1",'),
    text.replace(/\n(\d+),/, "\n 1$1,")
  ];
  for (const application_train of unusual) {
    const raw = await openTables(writeTables(tables, {application_train}), {distributes: true}).catch(
      () => {}
    );
    if (raw === undefined) continue;
    assert.equal(raw.applicants, undefined);
    assert.ok(raw.files.every(({distributed}) => distributed === undefined));
    raw.close();
  }
  const balance = toCsv(tables.bureau_balance);
  const bureau = toCsv(tables.bureau).replace(/Active|Closed|Sold|Bad debt/, "Perhaps");
  const raw = await openTables(writeTables(tables, {bureau, bureau_balance: balance}), {distributes: true});
  const isDistributed = ({distributed}: {distributed?: unknown}): boolean => distributed !== undefined;
  assert.deepEqual(
    raw.files.filter((file) => !isDistributed(file)).map(({table}) => table),
    ["bureau", "bureau_balance"]
  );
  raw.close();
});

test("writeHistory(dir, raw) decodes anew what was distributed among other clients", async () => {
  const tables = fixtureTables();
  const write = (change: (raw: RawTables) => RawTables) => async (): Promise<Buffer[]> => {
    const raw = await openTables(writeTables(tables), {distributes: true});
    const dir = join(temporaryFolder(), "history");
    try {
      writeHistory(dir, change(raw));
    } finally {
      raw.close();
    }
    return filesIn(dir)
      .filter((file) => file !== "index.json")
      .map((file) => readFileSync(join(dir, file)));
  };
  const right = await write((raw) => raw)();
  const others = (raw: RawTables): RawTables => ({...raw, applicants: raw.applicants!.slice(1)});
  assert.deepEqual(await write(others)(), right);
  const wrong = (raw: RawTables): RawTables => ({
    ...raw,
    files: raw.files.map((file) =>
      file.distributed
        ? {...file, distributed: {...file.distributed, path: `${file.distributed.path}.gone`}}
        : file
    )
  });
  assert.notDeepEqual(await write(wrong)(), right, "what is distributed among the right clients is believed");
});

test("openTables(dir, {distributes}) explains a fault as it does without the kernel", async () => {
  const tables = fixtureTables();
  const dir = writeTables(tables);
  const text = toCsv(tables.bureau_balance).split("\n");
  text[2] = text[2]!.replace(/,.*/, ",soon,C");
  text[4] = "1,2";
  writeFileSync(join(dir, "bureau_balance.csv"), text.join("\n"));
  const sentences = (distributes: boolean) =>
    openTables(dir, {distributes}).then(
      () => assert.fail("the fault was not found"),
      (error: Error) => error.message
    );
  const explained = await sentences(true);
  assert.match(explained, /line 3, column MONTHS_BALANCE, holds "soon"/);
  assert.equal(explained, await sentences(false));
});
