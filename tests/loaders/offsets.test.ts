import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {type Offsets, openOffsets} from "../../loaders/batch/reader/offsets.ts";
import {OFFSET_WORDS} from "../../loaders/history/layout.ts";
import {createRandom} from "../../src/core/random.ts";
import {temporaryFolder} from "./tablesFixture.ts";

/** Writes where the records of so many clients begin. */
function write(clients: number): {path: string; begins: number[]} {
  const random = createRandom(clients);
  const begins = [0];
  for (let i = 0; i < clients; i++) begins.push(begins[i]! + Math.floor(random() * 4));
  const words = new Uint32Array(clients * OFFSET_WORDS + 1).fill(4_000_000_000);
  for (const [i, begin] of begins.entries()) words[i * OFFSET_WORDS] = begin;
  const path = join(temporaryFolder(), "bureau.offsets");
  writeFileSync(path, words);
  return {path, begins};
}

/** Lists ranges that are told wrongly. */
function wrong(offsets: Offsets, begins: readonly number[], ranges: readonly (readonly [number, number])[]) {
  return ranges.filter(([first, count]) => {
    const told = [...offsets.of(first, count)];
    return told.join() !== begins.slice(first, first + count + 1).join();
  });
}

const RANGES = [
  ...Array.from({length: 157}, (_, i) => [i * 128, Math.min(128, 20_000 - i * 128)] as const),
  ...([
    [0, 1],
    [19_999, 1],
    [5, 4096],
    [3, 9000],
    [0, 20_000],
    [4095, 2],
    [20_000, 0]
  ] as const)
];

test("openOffsets(path) tells where the records of any range of clients begin, in any order", () => {
  const {path, begins} = write(20_000);
  const offsets = openOffsets(path);
  assert.deepEqual(wrong(offsets, begins, RANGES), []);
  const shifted = {
    ...offsets,
    of: (first: number, count: number) => offsets.of(Math.min(first + 1, 19_999), count)
  };
  assert.ok(wrong(shifted, begins, [[7, 3]]).length === 1, "a shift by one is seen");
  offsets.close();
});

test("openOffsets(path) refuses clients that are not there", () => {
  const {path} = write(10);
  const offsets = openOffsets(path);
  assert.equal(offsets.of(0, 10).length, 11);
  assert.throws(() => offsets.of(5, 6), /ends before client 11/);
  assert.throws(() => offsets.of(4096, 1), /ends before client 4097/);
  offsets.close();
});
