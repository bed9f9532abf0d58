import assert from "node:assert/strict";
import {test} from "node:test";
import {parseModel} from "../../src/core/booster/parse.ts";
import {compareCase, GOLDEN, listCases, PARITY, readCase} from "./boosterCases.ts";

const folders = [
  {folder: PARITY, label: "../shared/parity"},
  {folder: GOLDEN, label: "tests/golden/models"}
];

for (const {folder, label} of folders) {
  const names = listCases(folder);
  test(`${label} holds cases`, {skip: names.length === 0 && `${label} is not on this machine`}, () =>
    assert.ok(names.length > 0)
  );
  for (const name of names)
    test(`predictRaw, predictLeaves and predict(booster, row) equal LightGBM on ${label}/${name}`, () => {
      const {rows, raw, leaves, relative} = compareCase(readCase(folder, name));
      assert.ok(rows > 0);
      assert.deepEqual({raw, leaves}, {raw: 0, leaves: 0});
      assert.ok(relative <= 1e-12, `predictions differ by ${relative}`);
    });
}

const first = folders.flatMap(({folder}) => listCases(folder).map((name) => ({folder, name})))[0];

test("compareCase(case, booster) finds one leaf value that is off by its last bit", {
  skip: !first && "no case is on this machine"
}, () => {
  const sample = readCase(first!.folder, first!.name);
  const booster = parseModel(sample.modelText);
  const {leafValue} = booster.trees[0]!;
  const leaf = sample.leaves[0]![0]!;
  leafValue[leaf]! *= 1 + 4 * Number.EPSILON;
  assert.ok(compareCase(sample, booster).raw > 0);
});

test("compareCase(case, booster) finds one swapped pair of children", {
  skip: !first && "no case is on this machine"
}, () => {
  const sample = readCase(first!.folder, first!.name);
  const booster = parseModel(sample.modelText);
  const {leftChild, rightChild} = booster.trees[0]!;
  [leftChild[0], rightChild[0]] = [rightChild[0]!, leftChild[0]!];
  assert.ok(compareCase(sample, booster).leaves > 0);
});
