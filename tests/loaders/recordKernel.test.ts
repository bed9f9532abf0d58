import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {
  createRecordKernel,
  type Place,
  type RecordKernel,
  TYPES
} from "../../loaders/history/kernel/kernel.ts";
import {cellsOf, createBlock, type FieldType, fieldOf, layOut, nullOf} from "../../loaders/history/layout.ts";
import {
  createPartitionRoom,
  Partitions,
  partitionBytes,
  readPartition,
  removePartition
} from "../../loaders/history/partitions.ts";
import {createPlaces, numberPlaces} from "../../loaders/history/places.ts";
import {createSorter, type Recode, recordOrder} from "../../loaders/history/sortRecords.ts";
import {TABLES} from "../../loaders/tables/schema/tables.ts";
import {createRandom} from "../../src/core/random.ts";
import {compileKernel, KERNELS, kernelToModule} from "../../tools/buildKernel.ts";
import {temporaryFolder} from "./tablesFixture.ts";

const SOURCE = readFileSync(new URL(`../../${KERNELS.records.source}`, import.meta.url), "utf8");

/** Ascending, more than one partition holds: some near each other, some far away, some of which the low bits are equal. */
const IDS = Int32Array.from({length: 5000}, (_, i) =>
  i < 3000 ? 100_002 + 7 * i : i < 4990 ? i << 17 : 2 ** 31 - 5000 + i
);
const PLACES = new Map([...IDS].map((id, place) => [id, place]));
const STRANGER = 100_003;

type Name = "installments_payments" | "POS_CASH_balance" | "bureau_balance" | "previous_application";
interface Case {
  readonly name: Name;
  readonly rows: number;
  /** How many usual values whole numbers have; with any at all, 64 bits do not suffice for a key. */
  readonly values: number;
  readonly clients: number;
}
const ANY = 2 ** 32;
const CASES: readonly Case[] = [
  {name: "installments_payments", rows: 9000, values: 3, clients: 5000},
  {name: "installments_payments", rows: 2000, values: ANY, clients: 3},
  {name: "installments_payments", rows: 500, values: 1, clients: 2},
  {name: "POS_CASH_balance", rows: 700, values: 3, clients: 5000},
  {name: "bureau_balance", rows: 20_000, values: 3, clients: 300},
  {name: "previous_application", rows: 1500, values: ANY, clients: 4},
  {name: "POS_CASH_balance", rows: 0, values: 3, clients: 1}
];

const EXTREMES: Record<Exclude<FieldType, "Float64">, readonly [number, number]> = {
  Int8: [-127, 127],
  Int16: [-32767, 32767],
  Int32: [-(2 ** 31) + 1, 2 ** 31 - 1],
  Uint16: [0, 65534]
};

/** Invents a cell: null, an extreme or one of so many values. */
function invent(type: FieldType, values: number, random: () => number): number {
  const chance = random();
  if (chance < 0.1) return nullOf(type);
  if (type === "Float64") return [-3.5, 0, -0, 0.125, 9e9][Math.floor(random() * 5)]!;
  const [least, most] = EXTREMES[type];
  if (chance < 0.15) return chance < 0.125 ? least : most;
  return values < ANY ? Math.floor(random() * values) : least + Math.floor(random() * (most - least));
}

/** Tells whether in a case the records, the counts or the strangers are not those of sorting in plain words. */
function differs(one: Case, seed: number, module?: WebAssembly.Module): boolean {
  try {
    return !isRight(one, createRandom(seed + 5), createRecordKernel(module));
  } catch {
    return true;
  }
}

function isRight(
  {name, rows, values: usual, clients}: Case,
  random: () => number,
  kernel: RecordKernel
): boolean {
  const table = TABLES[name];
  const layout = layOut(table);
  const isByLoan = name === "bureau_balance";
  const idField = isByLoan ? "SK_ID_BUREAU" : "SK_ID_CURR";
  const owners = Array.from({length: 2 * clients}, () => Math.floor(random() * (clients + 1)));
  const block = createBlock(rows * layout.width);
  const cells = layout.fields.map((field) => cellsOf(block.buffer, field, layout.width));
  for (let row = 0; row < rows; row++)
    layout.fields.forEach(({name: column, type}, j) => {
      const owner = Math.floor(random() * (isByLoan ? 2 * clients : clients + 1));
      const id = isByLoan ? 5_000_000 + owner : owner === clients ? STRANGER : IDS[owner]!;
      const key = table.key === column ? Math.imul(row, 0x9e3779b1) : undefined;
      cells[j]!.cells[cells[j]!.start + row * cells[j]!.step] =
        column === idField ? id : (key ?? invent(type, usual, random));
    });
  const bytes = new Uint8Array(block.buffer).slice();

  const byClient = numberPlaces(kernel, IDS);
  const places = isByLoan ? loanPlaces(kernel, byClient, owners, clients) : byClient;
  const room = createPartitionRoom(kernel, IDS.length);
  const dir = temporaryFolder();
  const path = join(dir, "p");
  const partitions = new Partitions(path, layout, idField, places, room);
  partitions.add(bytes);
  partitions.finish();
  const recodes = layout.fields
    .filter(({type}) => type === "Uint16")
    .map((field): Recode => ({field, codes: Uint16Array.from({length: 65535}, (_, i) => 65534 - i)}));
  const sorter = createSorter(kernel, recordOrder(table, layout, idField, places), recodes);
  const sorted: Uint8Array[] = [];
  const counts: number[] = [];
  for (let partition = 0; partition < room.count; partition++) {
    const first = partition << room.bits;
    const size = Math.min(IDS.length - first, 2 ** room.bits);
    readPartition(path, partition, sorter.room(partitionBytes(path, partition) / layout.width, size));
    removePartition(path, partition);
    const done = sorter.sort(first);
    sorted.push(done.arranged.slice());
    counts.push(...done.counts);
  }
  if (readdirSync(dir).length > 0) return false;

  const {width} = layout;
  const id = fieldOf(layout, idField).offset;
  const view = new DataView(bytes.buffer);
  const placeOf = (row: number): number => {
    const value = view.getInt32(row * width + id, true);
    const owner = isByLoan ? owners[value - 5_000_000]! : (PLACES.get(value) ?? -1);
    return owner >= clients ? -1 : owner;
  };
  const isCode = layout.fields.map(({type}) => type === "Uint16");
  const numberOf = (row: number, column: number): number => {
    const {cells: all, start, step} = cellsOf(bytes.buffer, layout.fields[column]!, width);
    const value = all[start + row * step]!;
    if (isCode[column]) return value === 65535 ? -1 : 65534 - value;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const names = layout.fields.map((field) => field.name);
  const columns = [...table.order, ...names].map((column) => names.indexOf(column));
  const placed = Array.from({length: rows}, (_, row) => ({
    row,
    place: placeOf(row),
    values: columns.map((column) => numberOf(row, column))
  }));
  const known = placed.filter(({place}) => place >= 0);
  known.sort((a, b) => {
    if (a.place !== b.place) return a.place - b.place;
    const at = a.values.findIndex((value, i) => value !== b.values[i]);
    return at < 0 ? 0 : a.values[at]! < b.values[at]! ? -1 : 1;
  });
  const expected = new Uint8Array(known.length * width);
  const expectedCounts = new Array<number>(IDS.length).fill(0);
  known.forEach(({row, place}, i) => {
    expected.set(bytes.subarray(row * width, (row + 1) * width), i * width);
    expectedCounts[place]!++;
  });
  for (const field of layout.fields.filter(({type}) => type === "Uint16")) {
    const {cells: codes, start, step} = cellsOf(expected.buffer, field, width);
    for (let at = start; at < codes.length; at += step)
      if (codes[at] !== 65535) codes[at] = 65534 - codes[at]!;
  }
  return (
    Buffer.concat(sorted).equals(expected) &&
    counts.every((count, i) => count === expectedCounts[i]) &&
    partitions.records === known.length &&
    partitions.strangers === rows - known.length
  );
}

/** Gives each loan the place of its owner, as bureau's records do. */
function loanPlaces(
  kernel: RecordKernel,
  byClient: Place,
  owners: readonly number[],
  clients: number
): Place {
  const places = createPlaces(kernel, owners.length);
  const at = kernel.allocate(owners.length * 8);
  const pairs = owners.flatMap((owner, i) => [5_000_000 + i, owner < clients ? IDS[owner]! : STRANGER]);
  kernel.int32(at, pairs.length).set(pairs);
  kernel.loops.inherit(places, 0, byClient, 4, at, owners.length, 8);
  return places;
}

test("the WebAssembly in simdCode.ts is what records.as compiles to", async () => {
  const committed = readFileSync(new URL(`../../${KERNELS.records.target}`, import.meta.url), "utf8");
  assert.equal(kernelToModule(await compileKernel("records"), "records"), committed);
});

test("records.as explains itself in under 300 lines", () => {
  assert.ok(SOURCE.split("\n").length < 300);
});

test("Partitions and createSorter(kernel, order) give the records that sorting in plain words gives, in its order", () => {
  assert.deepEqual(
    CASES.filter((one, seed) => differs(one, seed)),
    []
  );
});

test("createRecordKernel().scratch(sizes) gives rooms apart from each other, and the same memory again", () => {
  const kernel = createRecordKernel();
  const [a, b] = kernel.scratch([100, 200_000]);
  assert.ok(a! > 0 && b! >= a! + 100 && a! % 16 === 0 && b! % 16 === 0);
  assert.deepEqual(kernel.scratch([100, 100_000]), [a, b]);
  const [c] = kernel.scratch([400_000]);
  assert.equal(c, a);
  const other = kernel.allocate(10);
  assert.ok(other >= c! + 400_000);
  const [d] = kernel.scratch([900_000]);
  assert.ok(d! > other);
  kernel.bytes(d!, 900_000).fill(1);
  assert.ok(kernel.bytes(other, 10).every((byte) => byte === 0));
});

/** Tells whether `survey` counts invented cells of each type otherwise than plain words do. */
function countsOtherwise(module?: WebAssembly.Module): boolean {
  const kernel = createRecordKernel(module);
  const random = createRandom(11);
  const [low, high, code] = [-3, 100, 127];
  return (["Int8", "Int16", "Int32", "Float64"] as const).some((type) => {
    const rows = 300;
    const width = 16;
    const at = kernel.allocate(rows * width);
    const {cells, start, step} = kernel.cells({name: "", type, offset: 8, nullValue: null}, at, rows, width);
    const values = Array.from({length: rows}, () => {
      const value = invent(type, 200, random);
      return random() < 0.1 ? code : value > code || value < -4 ? -4 : value;
    }).map((value) => (random() < 0.1 ? nullOf(type) : value));
    values.forEach((value, i) => {
      cells[start + i * step] = value;
    });
    const {loops} = kernel;
    loops.survey(at + 8, rows, width, TYPES[type], low, high, code);
    const given = values.filter((value) => !Object.is(value, nullOf(type)));
    const possible = given.filter((value) => value >= low && value <= high);
    const codes = given.filter((value) => value === code).length;
    const found = [loops.missing, loops.impossible, loops.lowest, loops.highest].map(({value}) => value);
    const expected = [
      rows - given.length,
      given.length - possible.length - codes,
      possible.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      possible.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    ];
    assert.ok(expected[0]! > 0 && (expected[1]! > 0 || type === "Float64"));
    return found.some((value, i) => value !== expected[i]);
  });
}

test("survey(cells, low, high, code) counts what plain words count, of every type of number", () => {
  assert.equal(countsOtherwise(), false);
});

/** One change of each loop of the kernel. */
const FAULTS: readonly (readonly [text: string, changed: string])[] = [
  ["if (value == nothing || isNaN(value)) missing++", "if (isNaN(value)) missing++"],
  ["else if (value != code) impossible++", "else impossible++"],
  ["if (at < width) store<u64>(to + at", "if (at > width) store<u64>(to + at"],
  ["known == id + 1 || known == 0", "known == 0"],
  ["placeOf(owners, load<i32>(record + ownerAt))", "placeOf(owners, load<i32>(record + idAt))"],
  ["if (place < 0) {", "if (place < 1) {"],
  ["map, load<i32>(record)) - first", "map, load<i32>(record))"],
  ["if (code != 0xffff) store", "if (code != 0) store"],
  ["(load<u16>(cell) + 1) & 0xffff", "load<u16>(cell)"],
  ["value == nothing ? 0 :", "value == nothing ? 1 :"],
  ["if (isNaN(x)) x = -Infinity", "if (isNaN(x)) x = Infinity"],
  ["if (x != y) return x > y;\n    } else", "if (x != y) return x < y;\n    } else"],
  ["isBehind(load<i32>(left), load<i32>(right))", "!isBehind(load<i32>(right), load<i32>(left))"],
  [
    "for (let from = 0, to = 1; from < count; from = to++)",
    "for (let from = 1, to = 2; from < count; from = to++)"
  ]
];

test("the comparison finds a fault planted in any loop of the kernel", async () => {
  for (const [text, changed] of FAULTS) {
    assert.ok(SOURCE.includes(text), `records.as has no ${text}`);
    const binary = await compileKernel("records", SOURCE.replace(text, changed));
    const module = new WebAssembly.Module(Uint8Array.from(binary));
    assert.ok(
      countsOtherwise(module) || CASES.some((one, seed) => differs(one, seed, module)),
      `${text} → ${changed}`
    );
  }
});
