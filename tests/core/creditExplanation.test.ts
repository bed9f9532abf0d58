import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {CAUSES} from "../../loaders/features/causes.ts";
import {assess} from "../../src/core/credit/assess.ts";
import {CAUSE_TEXTS} from "../../src/core/credit/causes.ts";
import {type ExplanationInput, explainScore} from "../../src/core/credit/explanation.ts";
import {allocatePoints} from "../../src/core/credit/points.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import {adverseReasons} from "../../src/core/credit/reasons.ts";
import {DEFAULT_SCALE} from "../../src/core/credit/scale.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";

const seeded = {seed: 11, numRuns: 500};
const parts = fc.array(fc.double({min: -80, max: 80, noNaN: true}), {minLength: 1, maxLength: 80});
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

const CAUSE_CYCLE = ["external_scores", "income", "payment_delays"];
const features = (n: number): ManifestFeature[] =>
  Array.from({length: n}, (_, i) => ({
    name: `f${i}`,
    tables: ["application"],
    cause: CAUSE_CYCLE[i % CAUSE_CYCLE.length]!,
    label: {en: `Feature ${i}`, fr: `Variable ${i}`},
    formula: {en: "", fr: ""},
    unit: "",
    kind: "numeric"
  }));
const policy = createPolicy({
  calibration: {intercept: -0.1, slope: 0.9},
  cost: {falseNegative: 10, falsePositive: 1},
  scale: DEFAULT_SCALE
});

test("allocatePoints(exact, total) adds up to the total, moves no part by a whole point and keeps the order", () => {
  fc.assert(
    fc.property(parts, fc.boolean(), (exact, up) => {
      const total = up ? Math.ceil(sum(exact)) + 0 : Math.floor(sum(exact)) + 0;
      const points = allocatePoints(exact, total);
      assert.equal(sum(points), total);
      points.forEach((value, i) => {
        assert.ok(Number.isInteger(value) && Math.abs(value - exact[i]!) < 1 + 1e-9);
        for (let j = 0; j < i; j++) if (exact[j]! < exact[i]!) assert.ok(points[j]! <= value);
      });
    }),
    seeded
  );
});

test("allocatePoints(exact, total, 10) adds up in tenths", () => {
  fc.assert(
    fc.property(parts, (exact) => {
      const total = Math.round(sum(exact)) + 0;
      assert.equal(sum(allocatePoints(exact, total, 10).map((p) => Math.round(p * 10))), total * 10);
    }),
    seeded
  );
});

test("allocatePoints(exact, total) differs from rounding each part, whose sum would be wrong", () => {
  const exact = [0.4, 0.4, 0.4, 0.4, 0.4];
  assert.equal(sum(allocatePoints(exact, 2)), 2);
  assert.notEqual(sum(exact.map(Math.round)), 2);
});

const explanationInput = fc
  .record({
    values: fc.array(fc.double({min: -0.6, max: 0.6, noNaN: true}), {minLength: 1, maxLength: 60}),
    baseValue: fc.double({min: -4, max: 0, noNaN: true}),
    unitsPerPoint: fc.constantFrom(1, 10)
  })
  .map(({values, baseValue, unitsPerPoint}): ExplanationInput => {
    const rawScore = baseValue + sum(values);
    const row = values.map((_, i) => (i % 3 === 0 ? Number.NaN : i));
    const reference = values.map(() => 0);
    return {
      policy,
      features: features(values.length),
      row,
      values,
      baseValue,
      rawScore,
      reference,
      unitsPerPoint
    };
  });

test("explainScore(input) has points that add up to the score that assess(policy, rawScore) shows", () => {
  fc.assert(
    fc.property(explanationInput, (input) => {
      const {basePoints, residualPoints, features: shown} = explainScore(input);
      const {score} = assess(policy, input.rawScore);
      const total = basePoints + sum(shown.map(({points}) => points));
      assert.equal(residualPoints, 0);
      if (input.unitsPerPoint === 1) assert.equal(total, score);
      else assert.ok(Math.abs(total - score) < 1e-9);
      assert.equal(shown.length, input.features.length);
    }),
    seeded
  );
});

test("explainScore(input) refuses contributions that do not add up to the raw score", () => {
  const input = {
    policy,
    features: features(2),
    row: [1, 2],
    baseValue: -2,
    rawScore: -1.7,
    reference: [0, 0]
  };
  assert.equal(explainScore({...input, values: [0.1, 0.2]}).residualPoints, 0);
  for (const values of [[0.1, 0.3], [0.1, Number.NaN], [0.3]])
    assert.throws(() => explainScore({...input, values}), /add up to/);
});

test("explainScore(input) sorts by |points|, then by |contribution|", () => {
  fc.assert(
    fc.property(explanationInput, (input) => {
      const shown = explainScore(input).features;
      for (let i = 1; i < shown.length; i++) {
        const [a, b] = [shown[i - 1]!, shown[i]!];
        const byPoints = Math.abs(a.points) - Math.abs(b.points);
        assert.ok(byPoints > 0 || (byPoints === 0 && Math.abs(a.contribution) >= Math.abs(b.contribution)));
      }
    }),
    seeded
  );
});

test("explainScore(input) shows words for categories and null for missing or unknown values", () => {
  const [feature] = features(1);
  const category: ManifestFeature = {...feature!, kind: "category", categories: ["Married", "Single"]};
  const shown = (row: number) =>
    explainScore({
      policy,
      features: [category],
      row: [row],
      values: [0.1],
      baseValue: -2,
      rawScore: -1.9,
      reference: [0]
    }).features[0]!.value;
  assert.equal(shown(1), "Single");
  assert.equal(shown(7), null);
  assert.equal(shown(Number.NaN), null);
});

const reasons = (
  contributions: number[],
  reference = contributions.map(() => 0),
  decision: "approve" | "decline" = "decline",
  limit?: number
) =>
  adverseReasons({
    features: features(contributions.length),
    contributions,
    reference,
    pointsPerUnit: 50,
    decision,
    limit
  });

test("adverseReasons(input) tells one cause once, with the sum of its features and the one that costs most", () => {
  const found = reasons([0.2, -0.1, 0.1, 0.3, -0.2, -0.4]);
  assert.deepEqual(
    found.map(({rank, code, feature, points}) => ({rank, code, feature, points})),
    [{rank: 1, code: "external_scores", feature: "f3", points: -25}]
  );
  const codes = reasons([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]).map(({code}) => code);
  assert.equal(new Set(codes).size, codes.length);
});

test("adverseReasons(input) measures against the clients near the cut-off", () => {
  assert.deepEqual(
    reasons([0.5, 0.2, 0], [0.5, 0, 0]).map(({code}) => code),
    ["income"]
  );
  assert.deepEqual(
    reasons([0.5, 0.2, 0], [0, 0, 0]).map(({code}) => code),
    ["external_scores", "income"]
  );
});

test("adverseReasons(input) has at most `limit` reasons, and none for an approval without a loss", () => {
  assert.equal(reasons([0.3, 0.2, 0.1], [0, 0, 0], "decline", 2).length, 2);
  assert.equal(reasons([-0.3, -0.2, 0.001], [0, 0, 0], "approve").length, 0);
});

test("adverseReasons(input) always gives a declined client a reason", () => {
  assert.equal(reasons([0.001, -0.3, -0.2]).length, 1);
  assert.equal(reasons([0.2, 0.1, 0.1], [0.3, 0.3, 0.3]).length, 1);
});

test("adverseReasons(input) words every cause of the plan in two languages", () => {
  for (const cause of Object.keys(CAUSES)) {
    const text = CAUSE_TEXTS[cause];
    assert.ok(text, `${cause} has no sentence`);
    assert.match(text.en, /^[A-Z].*\.$/);
    assert.match(text.fr, /^\p{Lu}.*\.$/u);
  }
  assert.deepEqual(Object.keys(CAUSE_TEXTS).sort(), Object.keys(CAUSES).sort());
  const [reason] = adverseReasons({
    features: [{name: "x", cause: "something_new", label: {en: "New thing", fr: "Nouveauté"}}],
    contributions: [1],
    reference: [0],
    pointsPerUnit: 50,
    decision: "decline"
  });
  assert.match(reason!.text.fr, /Nouveauté/);
});
