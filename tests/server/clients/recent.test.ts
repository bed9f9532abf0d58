import assert from "node:assert/strict";
import {test} from "node:test";
import {createRecent, editsKey} from "../../../server/scoring/recent.ts";
import type {RowEdit} from "../../../server/scoring/rowEdits.ts";

const edit = (values: Record<string, number | string | null>, index = 0): RowEdit => ({
  op: "edit",
  table: "bureau",
  index,
  values
});
const key = (rows: RowEdit[], features: Record<string, number | string | null> = {}) =>
  editsKey(rows, features);

test("createRecent(most)(key, make) makes once, forgets the oldest, and keeps nothing that was not made", () => {
  const recent = createRecent<number>(2);
  let made = 0;
  const make = () => ++made;
  assert.deepEqual(
    ["a", "a", "b", "c", "a", "c"].map((name) => recent(name, make)),
    [1, 1, 2, 3, 4, 3]
  );
  const fails = () => {
    throw new Error("refused");
  };
  assert.throws(() => recent("d", fails));
  assert.equal(recent("d", make), 5);
});

test("editsKey(rows, features) is the same for cells in one edit and in several, in any order, the last of a cell counting", () => {
  const one = key([edit({A: 1, B: 2})], {x: 1, y: null});
  assert.equal(key([edit({B: 2}), edit({A: 1})], {y: null, x: 1}), one);
  assert.equal(key([edit({A: 7}), edit({B: 2}), edit({A: 1})], {x: 1, y: null}), one);
});

test("editsKey(rows, features) tells apart what leads elsewhere", () => {
  const keys = [
    key([]),
    key([edit({A: 1})]),
    key([edit({A: "1"})]),
    key([edit({A: null})]),
    key([edit({A: 1}, 1)]),
    key([edit({}, 99)]),
    key([{op: "remove", table: "bureau", index: 0}]),
    key([{op: "add", table: "bureau", values: {A: 1}}]),
    key([
      {op: "add", table: "bureau", values: {A: 1}},
      {op: "add", table: "bureau", values: {A: 2}}
    ]),
    key([
      {op: "add", table: "bureau", values: {A: 2}},
      {op: "add", table: "bureau", values: {A: 1}}
    ]),
    key([{op: "edit", table: "application", index: 0, values: {A: 1}}]),
    key([], {A: 1})
  ];
  assert.equal(new Set(keys).size, keys.length);
});
