import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {assess} from "../../src/core/credit/assess.ts";
import {calibrate, fitCalibration} from "../../src/core/credit/calibration.ts";
import {cheapest, costCurve} from "../../src/core/credit/costCurve.ts";
import {optimalProbability} from "../../src/core/credit/cutoff.ts";
import {logOddsToProbability, probabilityToLogOdds} from "../../src/core/credit/logOdds.ts";
import {createPolicy, type PolicySource} from "../../src/core/credit/policy.ts";
import {DEFAULT_SCALE, logOddsToPoints, pointsToLogOdds} from "../../src/core/credit/scale.ts";
import {ScorebookError} from "../../src/core/errors.ts";

const source: PolicySource = {
  calibration: {intercept: 0, slope: 1},
  cost: {falseNegative: 10, falsePositive: 1},
  scale: DEFAULT_SCALE
};
const seeded = {seed: 7, numRuns: 1000};
const failsWith = (code: string) => (error: unknown) =>
  error instanceof ScorebookError && error.code === code;

test("createPolicy(source) puts the cut-off of costs 10:1 at 1/11 and at 600 points exactly", () => {
  const {cutoff} = createPolicy(source);
  assert.equal(cutoff.probability, 1 / 11);
  assert.equal(cutoff.score, 600);
});

test("logOddsToPoints(scale, logOdds) doubles the odds every pdo points", () => {
  const {baseScore, baseOdds, pdo} = DEFAULT_SCALE;
  assert.ok(Math.abs(logOddsToPoints(DEFAULT_SCALE, -Math.log(2 * baseOdds)) - (baseScore + pdo)) < 1e-9);
  fc.assert(
    fc.property(
      fc.double({min: -20, max: 20, noNaN: true}),
      (x) => Math.abs(pointsToLogOdds(DEFAULT_SCALE, logOddsToPoints(DEFAULT_SCALE, x)) - x) < 1e-9
    ),
    seeded
  );
});

test("logOddsToProbability(x) inverts probabilityToLogOdds(p) and never overflows", () => {
  for (const p of [1e-9, 0.01, 1 / 11, 0.5, 0.99])
    assert.ok(Math.abs(logOddsToProbability(probabilityToLogOdds(p)) - p) < 1e-15);
  assert.equal(logOddsToProbability(-1000), 0);
  assert.equal(logOddsToProbability(1000), 1);
});

/** The promise of `assess`: what is shown agrees with what is decided. */
function agrees(
  {score, decision, cutoff}: {score: number; decision: string; cutoff: {score: number}},
  refer?: number
): boolean {
  if (!Number.isInteger(score) || score < cutoff.score !== (decision === "decline")) return false;
  return refer === undefined || score >= refer === (decision === "approve");
}

const policySource = fc.record({
  calibration: fc.record({
    intercept: fc.double({min: -2, max: 2, noNaN: true}),
    slope: fc.double({min: 0.2, max: 3, noNaN: true})
  }),
  cost: fc.record({
    falseNegative: fc.double({min: 0.5, max: 50, noNaN: true}),
    falsePositive: fc.double({min: 0.5, max: 5, noNaN: true})
  }),
  scale: fc.record({
    baseScore: fc.double({min: 0, max: 1000, noNaN: true}),
    baseOdds: fc.double({min: 0.5, max: 50, noNaN: true}),
    pdo: fc.double({min: 10, max: 100, noNaN: true})
  })
});

test("assess(policy, rawScore) shows a score below the cut-off's exactly when it declines", () => {
  fc.assert(
    fc.property(policySource, fc.double({min: -1, max: 1, noNaN: true}), (random, offset) => {
      const policy = createPolicy(random);
      const atCutoff = (policy.cutoff.logOdds - random.calibration.intercept) / random.calibration.slope;
      for (const near of [1, 1e-3, 1e-9, 0])
        assert.ok(agrees(assess(policy, atCutoff + offset * near)), JSON.stringify({random, offset, near}));
    }),
    seeded
  );
});

test("assess(policy, rawScore) with a refer band shows scores that agree with all three decisions", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.double({min: -5, max: 0, noNaN: true}), (rawScore) => {
      const policy = createPolicy(source, {referAbove: 0.07});
      const assessed = assess(policy, rawScore);
      seen.add(assessed.decision);
      assert.ok(agrees(assessed, policy.refer!.score), `${rawScore}`);
    }),
    seeded
  );
  assert.deepEqual([...seen].sort(), ["approve", "decline", "refer"]);
});

test("assess(policy, rawScore) with plain rounding would contradict itself, and the check sees it", () => {
  const policy = createPolicy(source);
  const rawScore = policy.cutoff.logOdds + 0.001;
  const assessed = assess(policy, rawScore);
  assert.equal(assessed.decision, "decline");
  assert.equal(assessed.score, 599);
  const rounded = Math.round(logOddsToPoints(policy.scale, rawScore));
  assert.equal(agrees({...assessed, score: rounded}), false);
});

test("assess(policy, rawScore) approves a client who is exactly on the cut-off", () => {
  const policy = createPolicy(source);
  const assessed = assess(policy, policy.cutoff.logOdds);
  assert.equal(assessed.decision, "approve");
  assert.equal(assessed.score, 600);
});

test("createPolicy(source) refuses costs, scales and refer bands that make no sense", () => {
  assert.throws(
    () => createPolicy({...source, cost: {falseNegative: 0, falsePositive: 1}}),
    failsWith("CONFIG_INVALID")
  );
  assert.throws(
    () => createPolicy({...source, scale: {...DEFAULT_SCALE, pdo: 0}}),
    failsWith("CONFIG_INVALID")
  );
  assert.throws(() => createPolicy({...source, referAbove: 0.2}), failsWith("CONFIG_INVALID"));
  const between = {...DEFAULT_SCALE, baseScore: 600.5};
  assert.throws(
    () => createPolicy({...source, scale: between, referAbove: 0.0909}),
    failsWith("CONFIG_INVALID")
  );
});

test("fitCalibration(target, rawScore) recovers the line that made the outcomes", () => {
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const n = 200_000;
  const rawScore = Float64Array.from({length: n}, () => -6 + 6 * random());
  const target = Uint8Array.from(rawScore, (x) => (random() < logOddsToProbability(0.3 + 0.8 * x) ? 1 : 0));
  const fitted = fitCalibration(target, rawScore);
  assert.ok(
    Math.abs(fitted.intercept - 0.3) < 0.04 && Math.abs(fitted.slope - 0.8) < 0.02,
    JSON.stringify(fitted)
  );
  // At the optimum the calibrated probabilities add up to the number of bad clients.
  const expected = rawScore.reduce((sum, x) => sum + logOddsToProbability(calibrate(fitted, x)), 0);
  assert.ok(Math.abs(expected - target.reduce((a, b) => a + b, 0)) < 1e-6);
});

test("fitCalibration(target, rawScore) refuses scores that rank the wrong way round or perfectly", () => {
  const target = [0, 1, 0, 1, 0, 1, 1, 0];
  const score = [1, 2, 3, 4, 5, 6, 7, 8];
  assert.throws(
    () =>
      fitCalibration(
        target.map((t) => 1 - t),
        score
      ),
    failsWith("MODEL_INVALID")
  );
  assert.throws(() => fitCalibration([0, 0, 1, 1], [1, 2, 3, 4]), failsWith("MODEL_INVALID"));
});

test("costCurve(target, probability, cost) counts what each cut-off lets through", () => {
  const outcomes = fc
    .array(fc.tuple(fc.integer({min: 0, max: 1}), fc.integer({min: 1, max: 9})), {
      minLength: 1,
      maxLength: 40
    })
    .map((pairs) => ({target: pairs.map(([t]) => t), probability: pairs.map(([, p]) => p / 10)}));
  const cost = {falseNegative: 10, falsePositive: 1};
  fc.assert(
    fc.property(outcomes, ({target, probability}) => {
      for (const point of costCurve(target, probability, cost)) {
        const approved = probability.map((p) => p <= point.cutoff);
        const bad = target.filter((t, i) => t === 1 && approved[i]).length;
        const good = target.filter((t, i) => t === 0 && !approved[i]).length;
        assert.equal(point.falseNegatives, bad);
        assert.equal(point.falsePositives, good);
        assert.ok(Math.abs(point.costPerClient - (10 * bad + good) / target.length) < 1e-12);
      }
    }),
    {seed: 3, numRuns: 200}
  );
});

test("cheapest(curve) lies near optimalProbability(cost) when probabilities are right", () => {
  const n = 40_000;
  const probability = Float64Array.from({length: n}, (_, i) => ((i % 400) + 0.5) / 800);
  const position = new Map<number, number>();
  // In each group of equal probability exactly that share is bad.
  const target = Uint8Array.from(probability, (p) => {
    const i = position.get(p) ?? 0;
    position.set(p, i + 1);
    return i < Math.round(p * 100) ? 1 : 0;
  });
  const cost = {falseNegative: 10, falsePositive: 1};
  const best = cheapest(costCurve(target, probability, cost))!;
  assert.ok(Math.abs(best.cutoff - optimalProbability(cost)) < 0.01, `${best.cutoff}`);
});
