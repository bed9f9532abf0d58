import assert from "node:assert/strict";
import {test} from "node:test";
import {exploreCell} from "../../src/components/explore/exploreCell.ts";
import {explorePlot} from "../../src/components/explore/explorePlot.ts";
import {groupText} from "../../src/components/explore/groupText.ts";
import {EVERYBODY, keepCondition} from "../../src/components/explore/keep.ts";
import {exploreRows} from "../../src/core/explore/exploreRows.ts";
import {asDaysBefore} from "../../src/core/explore/groups.ts";
import {sex, target, x} from "./exploreColumns.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

test("keepCondition(name, keep) writes bounds and words that cannot become anything else", () => {
  assert.equal(keepCondition("app_age", {...EVERYBODY, from: 2, to: 9}), '"app_age" >= 2 AND "app_age" <= 9');
  assert.equal(keepCondition("X", {...EVERYBODY, words: ["a'b", "c"]}), `"X" IN ('a''b', 'c')`);
  assert.equal(keepCondition("X", EVERYBODY), "");
});

test("groupText(lang, group) says days before the application as people do", () => {
  const [old, young, last] = asDaysBefore([
    {kind: "range", from: -21915, to: -16363},
    {kind: "value", value: 0},
    {kind: "range", from: -40, to: 0}
  ]);
  assert.equal(groupText("en", old!), "60.0 years – 44.8 years before");
  assert.equal(groupText("fr", young!), "le même jour");
  assert.equal(groupText("en", last!), "40 days before – the same day");
  assert.equal(groupText("en", {kind: "range", from: -2, to: 3}), "−2 – 3");
});

test("exploreCell(choice, keep, explored) is a program that names what was picked", () => {
  const choice = {x: "app_age", y: "target", colour: "CODE_GENDER", facet: "", filter: "AMT_CREDIT"};
  const explored = exploreRows({x, y: target, colour: sex, facet: null});
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

for (const [name, y] of [
  ["explore-shares", target],
  ["explore-counts", null]
] as const)
  test(`explorePlot(explored) draws the kept picture ${name}`, () => {
    const explored = exploreRows({x, y, colour: sex, facet: null});
    matchSnapshot(
      name,
      explorePlot(explored, {width: 700, lang: "en", title: "Explored", document: plotDocument()})
    );
  });
