import assert from "node:assert/strict";
import {test} from "node:test";
import type {LiveBatch, LiveScore} from "../../src/core/live/batch.ts";
import {compactBatch, wholeBatch} from "../../src/core/live/compactBatch.ts";

const causes = [
  {code: "credit_history", label: {en: "Credit history", fr: "Historique"}, points: -38},
  {code: "income", label: {en: "Income", fr: "Revenu"}, points: 12}
];

/** A score of a batch; the odd ones have another cut-off, which refers. */
function scoreOf(i: number): LiveScore {
  const refer = {probability: 0.07, score: 620};
  return {
    score: {
      clientId: 100_000 + i,
      rawScore: -2.345_678_901_234_5 - i / 7,
      probabilityOfDefault: 0.087_654_321 / (i + 1),
      score: 600 + i,
      decision: i % 3 === 0 ? "decline" : "approve",
      cutoff: {probability: 0.09, score: 605, policyVersion: i % 2, ...(i % 2 === 1 && {refer})},
      inTraining: [true, false, null][i % 3] as boolean | null,
      model: {name: "demo", version: "1", sha256: "a".repeat(64)},
      dataAsOf: "2018-05-17",
      dataAsOfSource: "stated",
      computedAt: `2026-01-01T00:00:${10 + i}.000Z`,
      durationMs: i / 3
    },
    origin: i % 2 === 0 ? "request" : "demo",
    top: causes.slice(0, i % 3),
    latencyMs: i % 4 === 0 ? null : i / 9
  };
}
const batch: LiveBatch = {scores: Array.from({length: 40}, (_, i) => scoreOf(i)), dropped: 3, viewers: 2};
const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value));

test("wholeBatch(compactBatch(batch)) is the batch, over the wire, in less than a third of the bytes", () => {
  const compact = compactBatch(batch);
  assert.deepEqual(wholeBatch(sent(compact)), batch);
  assert.deepEqual([compact.shared.length, compact.causes.length], [2, 2]);
  assert.ok(3 * JSON.stringify(compact).length < JSON.stringify(batch).length);
  const empty: LiveBatch = {scores: [], dropped: 0, viewers: 1};
  assert.deepEqual(wholeBatch(sent(compactBatch(empty))), empty);
});

test("compactBatch(batch) leaves the batch as it was, and keeps a field of scores that it does not know", () => {
  const later = {...batch, scores: batch.scores.map((one, i) => ({...one, score: {...one.score, later: i}}))};
  const before = sent(later);
  assert.deepEqual(wholeBatch(sent(compactBatch(later))), before);
  assert.deepEqual(later, before);
});

test("the comparison notices a planted score that refers to the common part of another policy", () => {
  const planted = sent(compactBatch(batch));
  planted.scores[1]![2] = 0;
  assert.notDeepEqual(wholeBatch(planted), batch);
});
