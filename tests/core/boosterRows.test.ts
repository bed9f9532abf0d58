import assert from "node:assert/strict";
import {test} from "node:test";
import {createRowReader} from "../../src/core/booster/rows.ts";
import type {Booster} from "../../src/core/booster/types.ts";
import {boosterOf} from "./shapTrees.ts";

/** Three features, of which LightGBM knows the first and the third as categories. */
const BOOSTER: Booster = {
  ...boosterOf([], 3, 1),
  featureNames: ["job", "age", "grade"],
  featureInfos: ["0:2:1", "[18:70]", "1:0"],
  pandasCategorical: [
    ["cook", "nurse", "pilot"],
    [10, 20]
  ]
};
const ROW = {job: "pilot", age: 40, grade: 10};

test("createRowReader(booster)(row) turns words into their codes, in model order, and missing values into NaN", () => {
  const read = createRowReader(BOOSTER);
  assert.deepEqual([...read(ROW)], [2, 40, 0]);
  assert.deepEqual([...read({grade: 20, job: "cook", age: true, id: "ignored"})], [0, 1, 1]);
  assert.deepEqual(
    [...read({job: null, age: undefined, grade: Number.NaN})],
    [Number.NaN, Number.NaN, Number.NaN]
  );
});

test("createRowReader(booster)(row) takes a category that training did not see as missing, as LightGBM does", () => {
  assert.deepEqual(
    [...createRowReader(BOOSTER)({...ROW, job: "baker", grade: 30})],
    [Number.NaN, 40, Number.NaN]
  );
});

test("createRowReader(booster)(row) refuses a name that is absent and a value of another type, and says which", () => {
  const read = createRowReader(BOOSTER);
  const refuses = (row: Parameters<typeof read>[0], detail: RegExp) =>
    assert.throws(() => read(row), {code: "REQUEST_INVALID", detail});
  refuses({job: "cook", grade: 10}, /has no age/);
  refuses({...ROW, age: "forty"}, /age is "forty", but a number was expected/);
  refuses({...ROW, job: 2}, /job is the number 2, but its categories are of type string/);
  refuses({...ROW, grade: "10"}, /grade is the string "10", but its categories are of type number/);
});

test("createRowReader(booster, columns) needs the columns named when the file leaves open which they are", () => {
  const ordered = {...BOOSTER, featureInfos: ["0:2:1", "[18:70]", "[0:1]"]};
  assert.throws(() => createRowReader(ordered), {
    code: "REQUEST_INVALID",
    detail: /2 category columns, but 1 features/
  });
  assert.deepEqual([...createRowReader(ordered, ["job", "grade"])(ROW)], [2, 40, 0]);
  assert.throws(() => createRowReader(ordered, ["job", "rank"]), {detail: /no feature rank/});
});

test("createRowReader(booster)(row) reads numbers as they are where no words were kept", () => {
  const {pandasCategorical, ...plain} = BOOSTER;
  assert.equal(pandasCategorical?.length, 2);
  assert.deepEqual([...createRowReader(plain)({job: 2, age: 40, grade: 1})], [2, 40, 1]);
  assert.throws(() => createRowReader(plain)(ROW), {code: "REQUEST_INVALID"});
});
