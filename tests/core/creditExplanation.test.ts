import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {assess} from "../../src/core/credit/assess.ts";
import {CAUSES} from "../../src/core/credit/causes.ts";
import {
  type ExplanationInput,
  explainScore,
  type ScoreExplanation
} from "../../src/core/credit/explanation.ts";
import {allocatePoints} from "../../src/core/credit/points.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import {DEFAULT_SCALE} from "../../src/core/credit/scale.ts";
import type {ManifestFeature} from "../../src/core/schema/manifest.ts";
import {noRows} from "./clientRecord.ts";

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
    return {
      policy,
      features: features(values.length),
      row,
      values,
      baseValue,
      rawScore,
      rows: noRows(),
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
    rows: noRows()
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
      rows: noRows()
    }).features[0]!.value;
  assert.equal(shown(1), "Single");
  assert.equal(shown(7), null);
  assert.equal(shown(Number.NaN), null);
});

test("explainScore(input) has causes that add up to the score, each the sum of its features", () => {
  fc.assert(
    fc.property(explanationInput, (input) => {
      const {basePoints, causes, features: shown} = explainScore(input);
      const {score} = assess(policy, input.rawScore);
      assert.ok(Math.abs(basePoints + sum(causes.map(({points}) => points)) - score) < 1e-9);
      for (const {code, points, contribution} of causes) {
        const own = shown.filter(({cause}) => cause === code);
        assert.ok(Math.abs(sum(own.map((feature) => feature.points)) - points) < 1e-9);
        assert.ok(Math.abs(sum(own.map((feature) => feature.contribution)) - contribution) < 1e-9);
      }
      assert.equal(new Set(causes.map(({code}) => code)).size, causes.length);
    }),
    seeded
  );
});

/** Lists what is wrong with reasons beside the causes of the same explanation. */
function reasonFaults({causes, reasonCodes}: ScoreExplanation, decision: string): string[] {
  const costs = causes
    .filter(({contribution}) => contribution > 0)
    .sort((a, b) => b.contribution - a.contribution);
  const faults = reasonCodes.flatMap(({code, points}, i) => {
    const cause = causes.find((one) => one.code === code);
    return [
      ...(cause?.points === points ? [] : [`${code} costs ${points}, in the waterfall ${cause?.points}`]),
      ...(code === costs[i]?.code
        ? []
        : [`reason ${i + 1} is ${code}, the costliest cause ${costs[i]?.code}`])
    ];
  });
  if (decision === "decline" && costs.length > 0 && reasonCodes.length === 0)
    faults.push("a decline without reason");
  return faults;
}

test("explainScore(input) has reasons that are the costliest causes of the same waterfall, and at most 4", () => {
  let declines = 0;
  fc.assert(
    fc.property(explanationInput, (input) => {
      const explained = explainScore(input);
      const {decision} = assess(policy, input.rawScore);
      if (decision === "decline") declines++;
      assert.deepEqual(reasonFaults(explained, decision), []);
      assert.ok(explained.reasonCodes.length <= 4);
    }),
    seeded
  );
  assert.ok(declines > 50, `${declines} declines`);
});

test("the check of reasons finds one that is measured otherwise, one out of order and one that helps", () => {
  const input = {
    policy,
    features: features(3),
    row: [1, 2, 3],
    values: [0.5, 0.2, -0.1],
    baseValue: -2,
    rawScore: -1.4,
    rows: noRows()
  };
  const explained = explainScore(input);
  assert.deepEqual(reasonFaults(explained, "decline"), []);
  const [first, second] = explained.reasonCodes;
  const planted = (reasonCodes: ScoreExplanation["reasonCodes"]) =>
    reasonFaults({...explained, reasonCodes}, "decline").length;
  assert.ok(planted([{...first!, points: first!.points + 1}]) > 0);
  assert.ok(planted([second!, first!]) > 0);
  assert.ok(planted([{...first!, code: "payment_delays"}]) > 0);
  assert.ok(planted([]) > 0);
});

test("explainScore(input) rests a reason on the feature of its cause that costs most", () => {
  const values = [0.2, -0.1, 0.1, 0.3, -0.2, -0.4];
  const rawScore = sum(values) - 2;
  const {reasonCodes} = explainScore({
    policy,
    features: features(6),
    row: values,
    values,
    baseValue: -2,
    rawScore,
    rows: noRows()
  });
  assert.deepEqual(
    reasonCodes.map(({rank, code, feature}) => ({rank, code, feature})),
    [{rank: 1, code: "external_scores", feature: "f3"}]
  );
});

test("explainScore(input) has no reason for a client whom every cause helps", () => {
  const values = [-0.3, -0.2, -0.1];
  const input = {
    policy,
    features: features(3),
    row: values,
    values,
    baseValue: -2,
    rawScore: -2.6,
    rows: noRows()
  };
  assert.deepEqual(explainScore(input).reasonCodes, []);
});

test("every cause of CAUSES is headed in two languages, by words that judge nobody", () => {
  for (const [code, {en, fr}] of Object.entries(CAUSES)) {
    assert.match(en, /^[A-Z]/, code);
    assert.match(fr, /^\p{Lu}/u, code);
    assert.doesNotMatch(`${en} ${fr}`, /late\b|arrears|overdue|unpaid|refus|retard|impay/i, code);
  }
});
