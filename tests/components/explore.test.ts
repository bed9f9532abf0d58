import assert from "node:assert/strict";
import {test} from "node:test";
import {Dictionary, Int32, Table, tableFromArrays, Utf8, vectorFromArray} from "apache-arrow";
import {type Column, readColumn} from "../../src/components/explore/column.ts";
import {describeColumns} from "../../src/components/explore/described.ts";
import {exploreData, MOST} from "../../src/components/explore/explore.ts";
import {exploreCell} from "../../src/components/explore/exploreCell.ts";
import {explorePlot} from "../../src/components/explore/explorePlot.ts";
import {groupBy} from "../../src/components/explore/groups.ts";
import {EVERYBODY, keepCondition, keepsClient} from "../../src/components/explore/keep.ts";
import {wilsonInterval} from "../../src/core/metrics/wilsonInterval.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const numbers = (values: (number | null)[]): Column => ({
  kind: "number",
  values: Float64Array.from(values, (value) => value ?? Number.NaN)
});
const words = (cells: (string | null)[]): Column => {
  const vocabulary = [...new Set(cells.filter((cell) => cell !== null))];
  return {
    kind: "category",
    words: vocabulary,
    codes: Int32Array.from(cells, (cell) => vocabulary.indexOf(cell!))
  };
};
const SIZE = 1000;
const positions = Array.from({length: SIZE}, (_, i) => i);
const x = numbers(positions.map((i) => (i % 50 === 0 ? null : (i * 7919) % 997)));
const target = numbers(positions.map((i) => (i % 11 === 0 ? null : Number(i % 7 === 0))));
const sex = words(positions.map((i) => (i % 3 === 0 ? "M" : "F")));

test("groupBy(numbers, most) cuts into groups of about equal size, with what is missing aside", () => {
  const {groups, groupOf} = groupBy(x, 10);
  assert.equal(groups.length, 11);
  assert.deepEqual(groups.at(-1), {kind: "missing"});
  const counts = groups.map((_, at) => groupOf.filter((group) => group === at).length);
  assert.equal(counts.at(-1), SIZE / 50);
  for (const count of counts.slice(0, -1)) assert.ok(count >= 90 && count <= 106, String(counts));
  const values = (x as {values: Float64Array}).values;
  for (const [i, at] of groupOf.entries()) {
    const group = groups[at]!;
    if (group.kind === "range") assert.ok(values[i]! >= group.from && values[i]! <= group.to);
    else assert.ok(Number.isNaN(values[i]));
  }
});

test("groupBy(column, most) shows few values one by one, and rare words together", () => {
  assert.deepEqual(groupBy(numbers([3, 1, 3, 2]), 10).groups, [
    {kind: "value", value: 1},
    {kind: "value", value: 2},
    {kind: "value", value: 3}
  ]);
  const {groups, groupOf} = groupBy(words(["a", "b", "a", "c", null, "d", "b"]), 3);
  assert.deepEqual(groups, [
    {kind: "category", value: "a"},
    {kind: "category", value: "b"},
    {kind: "others"},
    {kind: "missing"}
  ]);
  assert.deepEqual([...groupOf], [0, 1, 0, 2, 3, 2, 1]);
  assert.deepEqual(groupBy(numbers([null, null]), 10).groups, [{kind: "missing"}]);
  assert.deepEqual(groupBy(numbers([0, 0, 0, 0, 0, 0, 0, 9]), 2).groups.length, 2);
});

test("exploreData({y: 0 or 1}) gives shares with Wilson's interval that count each known client once", () => {
  const {measure, points} = exploreData({x, y: target, colour: sex, facet: null, keeps: null});
  assert.equal(measure, "share");
  const known = positions.filter((i) => i % 11 !== 0);
  assert.equal(
    points.reduce((sum, {n}) => sum + n, 0),
    known.length
  );
  const bads = points.reduce((sum, {n, value}) => sum + n * value, 0);
  assert.ok(Math.abs(bads - known.filter((i) => i % 7 === 0).length) < 1e-9);
  for (const {n, value, interval} of points) assert.deepEqual(interval, wilsonInterval(n * value, n));
});

test("exploreData({y: null}) counts, and keeps whom it is told to", () => {
  const keeps = keepsClient(sex, {...EVERYBODY, words: ["M"]});
  const {measure, points, colour} = exploreData({x, y: null, colour: sex, facet: sex, keeps});
  assert.equal(measure, "count");
  assert.equal(
    points.reduce((sum, {value}) => sum + value, 0),
    positions.filter((i) => i % 3 === 0).length
  );
  assert.ok(points.every(({colour: at, facet}) => JSON.stringify(colour![at]).includes("M") && at === facet));
});

test("exploreData({y: numbers}) gives means with the interval of their standard error", () => {
  const y = numbers([1, 2, 3, 4, null, 10]);
  const {measure, points} = exploreData({
    x: words(["a", "a", "a", "a", "a", "b"]),
    y,
    colour: null,
    facet: null,
    keeps: null
  });
  assert.equal(measure, "mean");
  const [a, b] = points;
  const half = 1.96 * Math.sqrt(5 / 3 / 4);
  assert.deepEqual([a!.n, a!.value, b!.interval], [4, 2.5, null]);
  assert.ok(Math.abs(a!.interval![1] - (2.5 + half)) < 1e-12);
});

test("exploreData(input) keeps to its numbers of groups", () => {
  const many = words(positions.map((i) => `word ${i % 40}`));
  const {x: groups, colour, facet} = exploreData({x: many, y: null, colour: many, facet: many, keeps: null});
  assert.deepEqual([groups.length, colour!.length, facet!.length], [MOST.x, MOST.colour, MOST.facet]);
});

test("keepsClient(column, keep) and keepCondition(name, keep) say the same", () => {
  const column = numbers([1, 5, null, 9]);
  const keep = {...EVERYBODY, from: 2, to: 9};
  assert.deepEqual([0, 1, 2, 3].map(keepsClient(column, keep)!), [false, true, false, true]);
  assert.equal(keepCondition("app_age", keep), '"app_age" >= 2 AND "app_age" <= 9');
  assert.equal(keepCondition("X", {...EVERYBODY, words: ["a'b", "c"]}), `"X" IN ('a''b', 'c')`);
  assert.equal(keepsClient(column, EVERYBODY), null);
  assert.equal(keepCondition("X", EVERYBODY), "");
});

test("readColumn(table, name) reads numbers and words, missing ones too", () => {
  const dictionary = vectorFromArray(["F", null, "M", "F"], new Dictionary(new Utf8(), new Int32()));
  const table = new Table({n: vectorFromArray([1, null, 3, Number.NaN]), w: dictionary});
  const n = readColumn(table, "n");
  assert.deepEqual(n, {kind: "number", values: Float64Array.of(1, Number.NaN, 3, Number.NaN)});
  assert.deepEqual(readColumn(table, "w"), {
    kind: "category",
    words: ["F", "M"],
    codes: Int32Array.of(0, -1, 1, 0)
  });
  const plain = readColumn(tableFromArrays({i: Int32Array.of(4, 5)}), "i");
  assert.deepEqual(plain, {kind: "number", values: Float64Array.of(4, 5)});
});

test("exploreCell(choice, keep, explored) is a program that names what was picked", () => {
  const choice = {x: "app_age", y: "target", colour: "CODE_GENDER", facet: "", filter: "AMT_CREDIT"};
  const explored = exploreData({x, y: target, colour: sex, facet: null, keeps: null});
  const cell = exploreCell(choice, {...EVERYBODY, from: 100}, explored);
  assert.match(
    cell,
    /clients\(\{columns: \["app_age","target","CODE_GENDER"\], where: "\\"target\\" IS NOT NULL AND \\"AMT_CREDIT\\" >= 100"\}\)/
  );
  assert.match(
    cell,
    /Plot\.dot\(data, Plot\.binX\(\{y: "mean"\}, \{x: "app_age", y: "target", stroke: "CODE_GENDER", thresholds: tenths/
  );
  for (const part of cell.split("\n// ---\n"))
    assert.doesNotThrow(() => new Function(`return async (clients, Plot, d3) => {${part}}`));
  const counted = exploreCell({...choice, y: "", filter: ""}, EVERYBODY, {
    measure: "count",
    x: [{kind: "missing"}]
  });
  assert.match(
    counted,
    /Plot\.barY\(data, Plot\.groupX\(\{y: "count"\}, \{x: "app_age", fill: "CODE_GENDER"/
  );
  assert.doesNotMatch(counted, /where/);
});

test("describeColumns(names, features, tables) finds words for features, raw columns and scores", () => {
  const label = (en: string) => ({en, fr: en});
  const features = [{name: "app_age", tables: [], label: label("Age"), formula: label(""), unit: "years"}];
  const tables = [
    {name: "application", columns: [{name: "CODE_GENDER", description: label("Gender"), unit: "code"}]}
  ];
  const described = describeColumns(
    ["clientId", "target", "CODE_GENDER", "app_age", "new"],
    features,
    tables
  );
  assert.deepEqual(
    described.map(({name, label}) => [name, label.en]),
    [
      ["target", "Defaulted (1) or repaid (0)"],
      ["CODE_GENDER", "Gender"],
      ["app_age", "Age"],
      ["new", "new"]
    ]
  );
});

for (const [name, y] of [
  ["explore-shares", target],
  ["explore-counts", null]
] as const)
  test(`explorePlot(explored) draws the kept picture ${name}`, () => {
    const explored = exploreData({x, y, colour: sex, facet: null, keeps: null});
    matchSnapshot(
      name,
      explorePlot(explored, {width: 700, lang: "en", title: "Explored", document: plotDocument()})
    );
  });
