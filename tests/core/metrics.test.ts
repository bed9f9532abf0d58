import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {createRandom} from "../../models/training/random.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import {brier} from "../../src/core/metrics/brier.ts";
import {aucDifference, aucStandardError, placements} from "../../src/core/metrics/delong.ts";
import {gini} from "../../src/core/metrics/gini.ts";
import {ks} from "../../src/core/metrics/ks.ts";
import {logLoss} from "../../src/core/metrics/logLoss.ts";

const close = (actual: number, expected: number, tolerance = 1e-12) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

/** Counts pairs one by one. */
function slowAuc(target: number[], score: number[]): number {
  let won = 0;
  let pairs = 0;
  target.forEach((t, i) => {
    target.forEach((u, j) => {
      if (t !== 1 || u !== 0) return;
      pairs++;
      won += score[i]! > score[j]! ? 1 : score[i] === score[j] ? 0.5 : 0;
    });
  });
  return won / pairs;
}

/** Compares both distributions at each score. */
function slowKs(target: number[], score: number[]): number {
  const below = (limit: number, kind: number) => {
    const ofKind = score.filter((_, i) => target[i] === kind);
    return ofKind.filter((s) => s <= limit).length / ofKind.length;
  };
  return Math.max(...score.map((limit) => Math.abs(below(limit, 1) - below(limit, 0))));
}

const rows = fc
  .array(fc.tuple(fc.integer({min: 0, max: 1}), fc.integer({min: 0, max: 8})), {minLength: 2, maxLength: 60})
  .filter((pairs) => new Set(pairs.map(([t]) => t)).size === 2)
  .map((pairs) => ({target: pairs.map(([t]) => t), score: pairs.map(([, s]) => s / 4)}));
const seeded = {seed: 20, numRuns: 300};

test("auc(target, score) counts each pair of a bad and a good client, ties as half", () => {
  fc.assert(
    fc.property(rows, ({target, score}) => close(auc(target, score), slowAuc(target, score))),
    seeded
  );
});

test("ks(target, score) is the greatest distance of the two distributions, with ties", () => {
  fc.assert(
    fc.property(rows, ({target, score}) => close(ks(target, score), slowKs(target, score))),
    seeded
  );
});

test("ks(target, score) that moved client by client would differ, and the comparison sees it", () => {
  const target = [1, 1, 0, 0];
  const score = [1, 1, 1, 1];
  const clientByClient = Math.max(
    ...[0, 1, 2, 3].map((i) =>
      slowKs(
        target,
        [0, 1, 2, 3].map((j) => (j <= i ? 0 : 1))
      )
    )
  );
  assert.equal(ks(target, score), 0);
  assert.throws(() => close(clientByClient, slowKs(target, score)));
});

test("auc(target, score) has known values on a textbook example", () => {
  const target = [0, 0, 1, 1];
  const score = [0.1, 0.4, 0.35, 0.8];
  assert.equal(auc(target, score), 0.75);
  assert.equal(gini(target, score), 0.5);
  assert.equal(ks(target, score), 0.5);
});

test("auc(target, score) is not a number when one class is absent", () => {
  assert.ok(Number.isNaN(auc([1, 1], [0, 1])));
  assert.ok(Number.isNaN(ks([0, 0], [0, 1])));
});

test("brier(target, probability) and logLoss(target, probability) have known values", () => {
  close(brier([1, 0], [0.8, 0.4]), (0.04 + 0.16) / 2);
  close(logLoss([1, 0], [0.8, 0.4]), -(Math.log(0.8) + Math.log(0.6)) / 2);
  close(logLoss([1], [0]), -Math.log(1e-15));
  assert.ok(Number.isFinite(logLoss([0], [1])));
});

const random = createRandom(12);
const rounded = (values: number) => Math.round(values * 8) / 8;
/** 90 clients, two scores that rank them a little, in steps of an eighth so that many are equal. */
const CLIENTS = Array.from({length: 90}, (_, i) => {
  const bad = i % 4 === 0 ? 1 : 0;
  const shared = random() + 0.3 * bad;
  return {bad, a: rounded(shared + 0.4 * random()), b: rounded(shared + 0.4 * random())};
});
const bads = CLIENTS.map(({bad}) => bad);
const scoresA = CLIENTS.map(({a}) => a);
const scoresB = CLIENTS.map(({b}) => b);

/** DeLong's covariance from its definition: every pair of a bad and a good client, one at a time. */
function covarianceByPairs(first: readonly number[], second: readonly number[]): number {
  const bad = bads.flatMap((y, i) => (y === 1 ? [i] : []));
  const good = bads.flatMap((y, i) => (y === 0 ? [i] : []));
  const win = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const ofBad = (s: readonly number[]) => bad.map((i) => mean(good.map((j) => win(s[i]!, s[j]!))));
  const ofGood = (s: readonly number[]) => good.map((j) => mean(bad.map((i) => win(s[i]!, s[j]!))));
  const covariance = (x: number[], y: number[]) =>
    x.reduce((sum, value, k) => sum + (value - mean(x)) * (y[k]! - mean(y)), 0) / (x.length - 1);
  return (
    covariance(ofBad(first), ofBad(second)) / bad.length +
    covariance(ofGood(first), ofGood(second)) / good.length
  );
}
const isClose = (a: number, b: number) => Math.abs(a - b) < 1e-12;

test("placements(target, score) have the AUC as their mean over either class", () => {
  const placed = placements(bads, scoresA);
  for (const kind of [0, 1]) {
    const own = [...placed].filter((_, i) => bads[i] === kind);
    assert.ok(isClose(own.reduce((a, b) => a + b, 0) / own.length, auc(bads, scoresA)));
  }
});

test("aucStandardError(target, score) is the one that all pairs of clients give", () => {
  const expected = Math.sqrt(covarianceByPairs(scoresA, scoresA));
  assert.ok(isClose(aucStandardError(bads, scoresA), expected));
  const untied = scoresA.map((score, i) => score + i / 1000);
  assert.ok(!isClose(aucStandardError(bads, untied), expected), "equal scores must count half");
});

test("aucDifference(target, score, other) is paired: its error is the one that all pairs of clients give", () => {
  const {difference, standardError} = aucDifference(bads, scoresA, scoresB);
  const [aa, bb, ab] = [
    covarianceByPairs(scoresA, scoresA),
    covarianceByPairs(scoresB, scoresB),
    covarianceByPairs(scoresA, scoresB)
  ];
  assert.ok(isClose(difference, auc(bads, scoresA) - auc(bads, scoresB)));
  assert.ok(isClose(standardError, Math.sqrt(aa + bb - 2 * ab)));
  assert.ok(standardError < 0.9 * Math.sqrt(aa + bb), "scores that agree must gain from being paired");
  assert.deepEqual(aucDifference(bads, scoresA, scoresA), {difference: 0, standardError: 0});
});

test("aucStandardError(target, score) is how much the AUC varies when clients are drawn anew", () => {
  const drawn = Array.from({length: 600}, () => {
    const target = Array.from({length: 200}, (_, i) => (i < 50 ? 1 : 0));
    const score = target.map((bad) => random() + random() + 0.5 * bad);
    return {value: auc(target, score), error: aucStandardError(target, score)};
  });
  const mean = drawn.reduce((sum, {value}) => sum + value, 0) / drawn.length;
  const spread = Math.sqrt(drawn.reduce((sum, {value}) => sum + (value - mean) ** 2, 0) / drawn.length);
  const stated = drawn.reduce((sum, {error}) => sum + error, 0) / drawn.length;
  assert.ok(Math.abs(stated / spread - 1) < 0.12, `${stated} ${spread}`);
});
