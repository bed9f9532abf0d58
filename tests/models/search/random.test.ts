import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {
  inverseLogNdtr,
  logGaussMass,
  logNdtr,
  ndtr,
  truncatedNormalQuantile
} from "../../../models/search/random/normal.ts";
import {createRandomState} from "../../../models/search/random/randomState.ts";

const golden = JSON.parse(readFileSync(new URL("../../golden/search.json", import.meta.url), "utf8")) as {
  randomState: {seed: number; random: number[]; uniform: number[]; choice: number[]; shuffle: number[]};
  logNdtr: [number, number][];
  logGaussMass: [number, number, number][];
};

function drawLikeNumpy(seed: number) {
  const random = createRandomState(seed);
  const drawn = Array.from({length: 700}, () => random.random()).slice(-3);
  return {
    random: drawn,
    uniform: [random.uniform(-3, 5), random.uniform(-3, 5)],
    choice: [...random.choice([0.1, 0.2, 0.3, 0.25, 0.15], 12)],
    shuffle: random.shuffle(Array.from({length: 20}, (_, i) => i))
  };
}

test("createRandomState(seed) draws the numbers, choices and order that numpy's RandomState draws", () => {
  const {seed, ...expected} = golden.randomState;
  assert.deepEqual(drawLikeNumpy(seed), expected);
  assert.notDeepEqual(drawLikeNumpy(seed + 1), expected);
});

test("createRandomState(seed, draws) goes on where another one is", () => {
  const first = createRandomState(3);
  for (let i = 0; i < 1000; i++) first.random();
  const second = createRandomState(3, first.draws);
  assert.equal(second.random(), first.random());
  assert.equal(second.draws, first.draws);
});

const relative = (a: number, b: number) => Math.abs(a - b) / Math.max(Math.abs(b), Number.MIN_VALUE);

test("logNdtr(x) and logGaussMass(a, b) are those of 40 digits to 1e-13", () => {
  for (const [x, expected] of golden.logNdtr) assert.ok(relative(logNdtr(x), expected) < 1e-13, `x = ${x}`);
  for (const [a, b, expected] of golden.logGaussMass)
    assert.ok(relative(logGaussMass(a, b), expected) < 1e-13, `${a} to ${b}`);
  assert.ok(relative(logNdtr(-2.2 + 1e-9), golden.logNdtr[3]![1]) > 1e-13, "the comparison sees 1e-9");
});

test("inverseLogNdtr(logNdtr(x)) is x, and truncatedNormalQuantile(q, a, b) has the mass q to its left", () => {
  for (let x = -40; x < 5; x += 0.37) {
    const allowed = x < 0 ? 1e-12 : 1e-15 / Math.exp(-(x * x) / 2 - 0.92);
    assert.ok(Math.abs(inverseLogNdtr(logNdtr(x)) - x) < Math.max(allowed, 1e-12), `x = ${x}`);
  }
  for (const [a, b] of [
    [-1, 2],
    [3, 3.5],
    [-7, -6.5],
    [-0.1, 0.1]
  ] as const) {
    for (const q of [0.001, 0.2, 0.5, 0.99]) {
      const x = truncatedNormalQuantile(q, a, b);
      assert.ok(x >= a && x <= b);
      assert.ok(Math.abs(logGaussMass(a, x) - logGaussMass(a, b) - Math.log(q)) < 1e-9, `${q} of ${a}, ${b}`);
    }
    assert.deepEqual([truncatedNormalQuantile(0, a, b), truncatedNormalQuantile(1, a, b)], [a, b]);
  }
  assert.equal(ndtr(0), 0.5);
});
