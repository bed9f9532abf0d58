import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {auc} from "../../src/core/metrics/auc.ts";
import {brier} from "../../src/core/metrics/brier.ts";
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
