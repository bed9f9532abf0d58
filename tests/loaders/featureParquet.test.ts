import assert from "node:assert/strict";
import {closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, test} from "node:test";
import pl from "nodejs-polars";
import {generateDemo} from "../../data/demo/generate.ts";
import {parquetPath, reserveFeatures} from "../../loaders/batch/featureFiles.ts";
import {writePart} from "../../loaders/batch/parquet/featurePart.ts";
import {writeFeatureParquet} from "../../loaders/batch/parquet/parquet.ts";
import {PART_BITS, PART_ROWS, partPath} from "../../loaders/batch/parquet/partLayout.ts";
import {createRangeComputer} from "../../loaders/batch/range.ts";
import {openHistoryReader} from "../../loaders/batch/reader/historyReader.ts";
import {PLAN} from "../../loaders/features/all.ts";
import {writeHistory} from "../../loaders/history/write.ts";
import {openTables} from "../../loaders/tables/open.ts";
import {createWorkerPool} from "../../loaders/tasks/workerPool.ts";

const CLIENTS = 300;
const names = PLAN.map(({name}) => name);
const targets = new Int8Array(CLIENTS);
const pool = createWorkerPool();
let dir: string;
let features: string;
let ids: Int32Array;
let parts: number[];

before(async () => {
  dir = mkdtempSync(join(tmpdir(), "scorebook-features-"));
  await generateDemo({clients: CLIENTS, seed: 5, out: dir});
  const raw = await openTables(join(dir, "raw"));
  writeHistory(join(dir, "history"), raw);
  raw.close();
  features = reserveFeatures(dir, CLIENTS, PLAN.length);
  parts = computeParts();
});
after(async () => {
  await pool.close();
  rmSync(dir, {recursive: true});
});

/** Computes all clients in two ranges, the second of a length that is no multiple of 8. */
function computeParts(): number[] {
  const reader = openHistoryReader(join(dir, "history"));
  const file = openSync(features, "r+");
  const checks = new Uint32Array(CLIENTS);
  const target = {file, targets, checks, onProgress: () => {}, parquet: parquetPath(dir)};
  const compute = createRangeComputer(reader, PLAN, target);
  ids = reader.clients;
  const written = [...compute(0, 161), ...compute(161, CLIENTS)];
  closeSync(file);
  reader.close();
  return written;
}

async function parquetOf(name: string, given?: readonly number[]): Promise<Buffer> {
  const path = join(dir, name);
  await writeFeatureParquet(path, {features, ids, targets, names}, pool, given);
  return readFileSync(path);
}

test("createRangeComputer(…, {parquet}) writes parts of which Polars makes what it makes of the rows", async () => {
  assert.deepEqual(parts, [0, 161]);
  const ofRows = await parquetOf("rows.parquet");
  assert.ok(ofRows.equals(await parquetOf("features.parquet", parts)));
  assert.deepEqual(
    readdirSync(dir).filter((name) => /\.parquet\./.test(name)),
    []
  );
});

test("writeFeatureParquet(…) has the rows of features.f32, null where they have no value and where unlabelled", async () => {
  await parquetOf("rows.parquet");
  const frame = pl.readParquet(join(dir, "rows.parquet"));
  assert.deepEqual(frame.columns, ["SK_ID_CURR", "TARGET", ...names]);
  assert.deepEqual(frame.getColumn("SK_ID_CURR").toArray(), [...ids]);
  const labels = Array.from(targets, (target) => (target < 0 ? null : target));
  assert.deepEqual(frame.getColumn("TARGET").toArray(), labels);
  assert.ok(labels.includes(null));
  const rows = new Float32Array(Uint8Array.from(readFileSync(features)).buffer);
  for (const [j, name] of names.entries()) {
    const expected = Array.from(ids, (_, i) => rows[i * names.length + j]!);
    const shown = expected.map((x) => (Number.isNaN(x) ? null : x));
    assert.deepEqual(frame.getColumn(name).toArray(), shown, name);
  }
});

test("the comparison finds parts in another order, and one bit of a part that is another", async () => {
  const ofRows = await parquetOf("rows.parquet");
  const again = computeParts();
  assert.ok(!ofRows.equals(await parquetOf("features.parquet", [...again].reverse())));
  const part = {
    ids: ids.slice(),
    targets,
    names,
    values: new Float32Array(names.length * PART_ROWS),
    valid: new Uint8Array(names.length * PART_BITS)
  };
  const rows = new Float32Array(Uint8Array.from(readFileSync(features)).buffer);
  for (let j = 0; j < names.length; j++)
    for (let i = 0; i < CLIENTS; i++) {
      const value = rows[i * names.length + j]!;
      part.values[j * PART_ROWS + i] = value;
      if (!Number.isNaN(value)) part.valid[j * PART_BITS + (i >> 3)]! |= 1 << (i & 7);
    }
  const path = join(dir, "own.parquet");
  writePart(partPath(path, 0), part);
  assert.ok(ofRows.equals(await parquetOf("own.parquet", [0])));
  part.valid[PART_BITS]! ^= 1;
  writePart(partPath(path, 0), part);
  assert.ok(!ofRows.equals(await parquetOf("own.parquet", [0])));
});
