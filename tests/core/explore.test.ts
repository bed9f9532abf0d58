import assert from "node:assert/strict";
import {test} from "node:test";
import type {Column} from "../../src/core/explore/column.ts";
import {describeColumns} from "../../src/core/explore/described.ts";
import {exploreRows} from "../../src/core/explore/exploreRows.ts";
import {groupsOf, placesIn} from "../../src/core/explore/groups.ts";
import {type GroupCount, profileOf} from "../../src/core/explore/profile.ts";
import {wilsonInterval} from "../../src/core/metrics/wilsonInterval.ts";
import {numbers, positions, SIZE, sex, target, words, x} from "../components/exploreColumns.ts";

const cut = (column: Column, most: GroupCount) => groupsOf(profileOf(column), most);

test("groupsOf(profileOf(numbers), most) cuts into groups of about equal size, with what is missing aside", () => {
  const groups = cut(x, 10);
  assert.equal(groups.length, 11);
  assert.deepEqual(groups.at(-1), {kind: "missing"});
  const placeOf = placesIn(groups, x);
  const counts = groups.map((_, at) => positions.filter((i) => placeOf(i) === at).length);
  assert.equal(counts.at(-1), SIZE / 50);
  for (const count of counts.slice(0, -1)) assert.ok(count >= 90 && count <= 106, String(counts));
  const {values} = x as Column & {kind: "number"};
  for (const i of positions) {
    const group = groups[placeOf(i)]!;
    if (group.kind === "range") assert.ok(values[i]! >= group.from && values[i]! <= group.to);
    else assert.ok(Number.isNaN(values[i]));
  }
});

test("groupsOf(profileOf(column), most) shows few values one by one, and rare words together", () => {
  assert.deepEqual(cut(numbers([3, 1, 3, 2]), 10), [
    {kind: "value", value: 1},
    {kind: "value", value: 2},
    {kind: "value", value: 3}
  ]);
  const column = words(["a", "b", "a", "c", null, "d", "b", "e"]);
  const groups = cut(column, 4);
  assert.deepEqual(groups, [
    {kind: "category", value: "a"},
    {kind: "category", value: "b"},
    {kind: "category", value: "c"},
    {kind: "others"},
    {kind: "missing"}
  ]);
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7].map(placesIn(groups, column)), [0, 1, 0, 2, 4, 3, 1, 3]);
  assert.deepEqual(cut(numbers([null, null]), 10), [{kind: "missing"}]);
  assert.deepEqual(cut(numbers([0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 4, 9]), 4), [
    {kind: "range", from: 0, to: 2},
    {kind: "range", from: 2, to: 9}
  ]);
});

test("placesIn(groups, column) is −1 for a value that the groups were not cut for", () => {
  const groups = cut(numbers([1, 2]), 10);
  assert.deepEqual([0, 1, 2].map(placesIn(groups, numbers([0, 2, null]))), [-1, 1, -1]);
});

test("exploreRows({y: 0 or 1}) gives shares with Wilson's interval that count each known client once", () => {
  const {measure, points} = exploreRows({x, y: target, colour: sex, facet: null});
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

test("exploreRows({y: null}) counts", () => {
  const {measure, points, colour} = exploreRows({x, y: null, colour: sex, facet: sex});
  assert.equal(measure, "count");
  assert.equal(
    points.reduce((sum, {value}) => sum + value, 0),
    SIZE
  );
  assert.ok(points.every(({colour: at, facet}) => at === facet && colour![at]));
});

test("exploreRows({y: numbers}) gives means with the interval of their standard error", () => {
  const y = numbers([1, 2, 3, 4, null, 10]);
  const {measure, points} = exploreRows({
    x: words(["a", "a", "a", "a", "a", "b"]),
    y,
    colour: null,
    facet: null
  });
  assert.equal(measure, "mean");
  const [a, b] = points;
  const half = 1.96 * Math.sqrt(5 / 3 / 4);
  assert.deepEqual([a!.n, a!.value, b!.interval], [4, 2.5, null]);
  assert.ok(Math.abs(a!.interval![1] - (2.5 + half)) < 1e-12);
});

test("exploreRows(axes) keeps to its numbers of groups", () => {
  const many = words(positions.map((i) => `word ${i % 40}`));
  const {x: groups, colour, facet} = exploreRows({x: many, y: null, colour: many, facet: many});
  assert.deepEqual([groups.length, colour!.length, facet!.length], [10, 4, 4]);
});

test("describeColumns(features, application) finds words for outcome, raw columns, features and scores", () => {
  const label = (en: string) => ({en, fr: en});
  const features = [{name: "app_age", label: label("Age"), unit: "years", kind: "numeric" as const}];
  const application = [
    {name: "SK_ID_CURR", description: label("Number"), unit: "id", kind: "id"},
    {name: "CODE_GENDER", description: label("Gender"), unit: "code", kind: "category"},
    {name: "AMT_CREDIT", description: label("Loan"), unit: "currency", kind: "number"}
  ];
  const described = describeColumns(features, application);
  assert.deepEqual(
    described.slice(0, 4).map(({name, label, unit, kind}) => [name, label.en, unit, kind]),
    [
      ["target", "Defaulted (1) or repaid (0)", "yes/no", "number"],
      ["CODE_GENDER", "Gender", "code", "category"],
      ["AMT_CREDIT", "Loan", "amount", "number"],
      ["app_age", "Age", "years", "number"]
    ]
  );
});
