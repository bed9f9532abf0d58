import assert from "node:assert/strict";
import {test} from "node:test";
import {HOLDOUT_SHARE, isHeldOut, murmur3, splitHoldout} from "../../models/training/folds/holdout.ts";

const KAGGLE_FIRST = 100_002;

/** Standard deviations by which the number of held-out clients is off the binomial law's mean. */
function deviation(ids: readonly number[], heldOut: (id: number) => boolean): number {
  const count = ids.filter(heldOut).length;
  const mean = ids.length * HOLDOUT_SHARE;
  return (count - mean) / Math.sqrt(mean * (1 - HOLDOUT_SHARE));
}

const range = (length: number, first = KAGGLE_FIRST, step = 1) =>
  Array.from({length}, (_, i) => first + i * step);

const SETS: [string, number[]][] = [
  ["ids that follow each other", range(300_000)],
  ["every second id", range(150_000, KAGGLE_FIRST, 2)],
  ["every tenth id", range(40_000, KAGGLE_FIRST, 10)],
  ["every 256th id", range(8_000, KAGGLE_FIRST, 256)],
  ["a small set", range(5_000)]
];

test("murmur3(key, seed) gives the published values of MurmurHash3_x86_32 for keys of four bytes", () => {
  assert.equal(murmur3(0x87_65_43_21, 0), 0xf5_5b_51_6b);
  assert.equal(murmur3(0x87_65_43_21, 0x50_82_ed_ee), 0x23_62_f9_de);
  assert.equal(murmur3(0, 0), 0x23_62_f9_de);
  assert.equal(murmur3(0x74_73_65_74, 0), 0xba_6b_d2_13, "the text test");
});

test("isHeldOut(id) holds out a tenth, within four standard deviations of the binomial law", () => {
  for (const [name, ids] of SETS)
    assert.ok(Math.abs(deviation(ids, isHeldOut)) < 4, `${name}: ${deviation(ids, isHeldOut)}`);
});

test("the binomial bound notices a share of 11 % and a hold-out by the last digit", () => {
  const larger = (id: number) => murmur3(id, 1) < 0.11 * 2 ** 32;
  assert.ok(Math.abs(deviation(range(300_000), larger)) > 4);
  const lastDigit = (id: number) => id % 10 === 2;
  assert.ok(Math.abs(deviation(range(40_000, KAGGLE_FIRST, 10), lastDigit)) > 4);
});

/** Standard deviations by which neighbours that are both held out are off independence. */
function runs(heldOut: (id: number) => boolean): number {
  const ids = range(100_000);
  const both = ids.filter((id) => heldOut(id) && heldOut(id + 1)).length;
  const share = HOLDOUT_SHARE ** 2;
  return (both - ids.length * share) / Math.sqrt(ids.length * share);
}

test("isHeldOut(id) tells nothing about the next id, and the check notices a hold-out in runs", () => {
  assert.ok(Math.abs(runs(isHeldOut)) < 5, `${runs(isHeldOut)}`);
  assert.ok(Math.abs(runs((id) => isHeldOut(Math.floor(id / 4)))) > 5);
});

/** Finds an id whose side depends on which ids come with it or in which order; undefined when there is none. */
function dependent(split: typeof splitHoldout): number | undefined {
  const ids = range(2_000);
  const sideOf = (some: readonly number[]) => {
    const {holdout} = split(some);
    return new Set(Array.from(holdout, (i) => some[i]!));
  };
  const all = sideOf(ids);
  const others = [ids.toReversed(), ids.filter((id) => id % 3 === 0), ids.slice(700)];
  return others
    .flatMap((some) => some.filter((id) => all.has(id) !== sideOf(some).has(id)).slice(0, 1))
    .at(0);
}

test("splitHoldout(ids) puts a client on the same side whatever the order and the other clients", () => {
  assert.equal(dependent(splitHoldout), undefined);
  const {training, holdout} = splitHoldout(range(2_000));
  assert.equal(training.length + holdout.length, 2_000);
  assert.deepEqual(
    [...training, ...holdout].toSorted((a, b) => a - b),
    range(2_000, 0)
  );
});

test("the check notices a hold-out that takes every tenth position", () => {
  const everyTenth: typeof splitHoldout = (ids) => {
    const positions = Uint32Array.from({length: ids.length}, (_, i) => i);
    return {
      training: positions.filter((i) => i % 10 !== 0),
      holdout: positions.filter((i) => i % 10 === 0)
    };
  };
  assert.notEqual(dependent(everyTenth), undefined);
});

test("isHeldOut(id) is the same for ever: the first ids of Kaggle's table that are held out", () => {
  assert.deepEqual(
    range(60).filter(isHeldOut),
    [100_003, 100_004, 100_024, 100_029, 100_041, 100_044, 100_059, 100_061]
  );
});
