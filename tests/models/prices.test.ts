import assert from "node:assert/strict";
import {test} from "node:test";
import {decide, leastRatio, measurePrice} from "../../models/prices/measure.ts";
import {findProxies} from "../../models/prices/proxies.ts";
import {createRandom} from "../../models/training/random.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import {DEFAULT_SCALE} from "../../src/core/credit/scale.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";

const feature = (name: string, other: Partial<ManifestFeature> = {}): ManifestFeature => ({
  name,
  tables: ["application"],
  cause: "application",
  label: {en: name, fr: name},
  formula: {en: name, fr: name},
  unit: "ratio",
  kind: "numeric",
  ...other
});

/** 600 clients: a number that tells gender, one that does not, words that do, and age itself. */
function invented() {
  const random = createRandom(3);
  const clients = 600;
  const features = [
    feature("hint"),
    feature("noise"),
    feature("word", {kind: "category", unit: "category", categories: ["a", "b", "c"]}),
    feature("made", {protected: "gender"})
  ];
  const matrix = new Float32Array(clients * features.length);
  const gender = new Int8Array(clients);
  const target = new Uint8Array(clients);
  for (let i = 0; i < clients; i++) {
    gender[i] = random() < 0.6 ? 0 : 1;
    target[i] = random() < 0.2 ? 1 : 0;
    const word = gender[i] === 1 ? (random() < 0.8 ? 1 : 0) : random() < 0.5 ? 0 : 2;
    matrix.set([gender[i]! + random(), random(), word, gender[i]!], i * features.length);
    if (i % 50 === 0) matrix[i * features.length] = Number.NaN;
  }
  const data = {
    clients,
    features,
    matrix,
    target,
    ids: new Int32Array(clients),
    applications: new Uint32Array(clients),
    leftOut: [],
    allowed: [],
    excluded: []
  };
  return {data, gender};
}

test("findProxies(data, traits) finds what tells gender, by numbers and by words, not what is made from it", () => {
  const {data, gender} = invented();
  const unknown = new Int8Array(data.clients).fill(-1);
  const proxies = findProxies(data, {gender, familyStatus: unknown, age: unknown});
  assert.deepEqual(proxies.map(({feature: {name}, trait}) => `${name} ${trait}`).sort(), [
    "hint gender",
    "word gender"
  ]);
  assert.ok(proxies.every(({tells}) => tells > 0.8 && tells <= 1));
});

test("findProxies(data, traits) finds nothing when the trait is drawn anew: the planted link is gone", () => {
  const {data} = invented();
  const random = createRandom(9);
  const gender = Int8Array.from({length: data.clients}, () => (random() < 0.5 ? 0 : 1));
  assert.deepEqual(findProxies(data, {gender, familyStatus: gender, age: gender}), []);
});

test("measurePrice(target, policy, groups, without, all) adds up costs by client and compares groups", () => {
  const target = Uint8Array.from([1, 0, 0, 1]);
  const decided = (declined: number[]) => ({
    rawScore: Float64Array.from([2, -1, -2, 1]),
    declined: Uint8Array.from(declined)
  });
  const {cost, auc} = measurePrice(
    target,
    {cost: {falseNegative: 10, falsePositive: 1}},
    new Int8Array(4),
    decided([1, 1, 0, 0]),
    decided([1, 0, 0, 1])
  );
  // Without: one good client declined (1) and one default approved (10), of four; with: nothing wrong.
  assert.equal(cost.difference, (1000 * 11) / 4);
  assert.ok(cost.interval[0] < cost.difference && cost.difference < cost.interval[1]);
  assert.equal(auc.difference, 0);
});

test("leastRatio(groups, declined) leaves out groups of fewer than a hundred", () => {
  const groups = Int8Array.from([
    ...new Array(100).fill(0),
    ...new Array(200).fill(1),
    ...new Array(99).fill(2),
    -1
  ]);
  const declined = Uint8Array.from(groups, (group, i) => (group === 2 ? 1 : group === 0 && i < 50 ? 1 : 0));
  assert.equal(leastRatio(groups, declined), 0.5);
});

test("decide(target, rawScore, policy) declines above the cut-off of scores calibrated on themselves", () => {
  const random = createRandom(5);
  const target = Uint8Array.from({length: 500}, () => (random() < 0.2 ? 1 : 0));
  const rawScore = Float64Array.from(target, (bad) => bad + random() * 2 - 2);
  const policy = createPolicy({
    calibration: {intercept: 5, slope: 1},
    cost: {falseNegative: 10, falsePositive: 1},
    scale: DEFAULT_SCALE
  });
  const {declined} = decide(target, rawScore, policy);
  const lowestDeclined = Math.min(...rawScore.filter((_, i) => declined[i] === 1));
  const highestApproved = Math.max(...rawScore.filter((_, i) => declined[i] === 0));
  assert.ok(lowestDeclined > highestApproved);
});
