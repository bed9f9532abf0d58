import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {applyChange, type Content, differenceOf, mergeOrder} from "../../src/core/notebook/changes.ts";

const cell = (id: string, value = id) => ({id, mode: "js" as const, value});
const content = (...ids: string[]): Content => ({title: "t", cells: ids.map((id) => cell(id))});
const idsOf = ({cells}: Content) => cells.map(({id}) => id).join(" ");

test("applyChange(content, change) lets the last writer of a cell win and says who it was", () => {
  const once = applyChange(content("a", "b"), {by: "Ann", set: [cell("b", "1")]});
  const twice = applyChange(once, {by: "Bob", set: [cell("b", "2"), cell("c")]});
  assert.equal(idsOf(twice), "a b c");
  assert.deepEqual(twice.cells[1], {...cell("b", "2"), by: "Bob"});
  assert.equal(twice.cells[0]?.by, undefined, "who did not write a cell is not named");
});

test("applyChange(content, {order}) keeps a cell that the sender has not seen, behind the one that it follows", () => {
  assert.equal(
    idsOf(applyChange(content("a", "b", "new", "c"), {by: "Ann", order: ["c", "b", "a"]})),
    "c b new a"
  );
  assert.equal(idsOf(applyChange(content("new", "a"), {by: "Ann", order: ["a"]})), "new a");
});

test("mergeOrder(wanted, known) is a permutation of the known ids that keeps the wanted order", () => {
  const ids = fc.uniqueArray(fc.constantFrom(..."abcdefghij"));
  const fault = (merge: typeof mergeOrder) => (wanted: string[], known: string[]) => {
    const order = merge(wanted, known);
    assert.deepEqual([...order].sort(), [...known].sort());
    const both = wanted.filter((id) => known.includes(id));
    assert.deepEqual(
      order.filter((id) => both.includes(id)),
      both
    );
  };
  fc.assert(fc.property(ids, ids, fault(mergeOrder)));
  const planted = (wanted: readonly string[], known: readonly string[]) =>
    wanted.filter((id) => known.includes(id));
  assert.throws(() => fc.assert(fc.property(ids, ids, fault(planted))));
});

test("differenceOf(before, after) names what applyChange(before, …) needs to come to after", () => {
  const [before, after] = [
    content("a", "b", "c"),
    {title: "u", cells: [cell("c", "x"), cell("a"), cell("d")]}
  ];
  const {title, set, removed, order} = differenceOf(before, after);
  assert.deepEqual([set.map(({id}) => id), removed], [["c", "d"], ["b"]]);
  const made = applyChange(before, {by: "", title, set, remove: removed, order});
  assert.deepEqual(
    [made.title, made.cells.map(({id, value}) => [id, value])],
    [
      "u",
      [
        ["c", "x"],
        ["a", "a"],
        ["d", "d"]
      ]
    ]
  );
});
