import assert from "node:assert/strict";
import {test} from "node:test";
import {
  addBatch,
  EMPTY_DESK,
  joinDesk,
  setPaused,
  setPolicy,
  TABLE_SIZE
} from "../../src/components/live/desk.ts";
import {deskBinsData} from "../../src/components/live/deskBins.ts";
import {deskBinsPlot} from "../../src/components/live/deskBinsPlot.ts";
import {type DeskFilter, filterDesk, NO_DESK_FILTER} from "../../src/components/live/deskFilter.ts";
import {peopleText} from "../../src/components/live/deskTiles.ts";
import {formatMs, latenciesOf} from "../../src/components/live/latencies.ts";
import {addToTimeline, type TimeStep, timelineData} from "../../src/components/live/timeline.ts";
import {decisionsInTimePlot, scoresInTimePlot} from "../../src/components/live/timelinePlot.ts";
import type {LiveScore} from "../../src/core/live/batch.ts";
import {explanationFixture} from "./fixtures.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const {
  features: _1,
  reasonCodes: _2,
  baseValue: _3,
  basePoints: _4,
  residualPoints: _5,
  ...SCORE
} = explanationFixture();
const live = (clientId: number, score = 600): LiveScore => ({
  score: {...SCORE, clientId, score, decision: score < 600 ? "decline" : "approve"},
  origin: "request",
  top: [],
  latencyMs: null
});
/** When batches come, by this browser's clock: two seconds behind the server's. */
const NOW = Date.parse(SCORE.computedAt) - 2000;
const scores = (from: number, count: number) => Array.from({length: count}, (_, i) => live(from + i));

test("addBatch(desk, batch) shows the newest first and counts every score, the dropped ones too", () => {
  const desk = addBatch(EMPTY_DESK, {scores: [live(1), live(2, 590)], dropped: 5, viewers: 3}, NOW);
  assert.deepEqual(
    desk.latest.map(({score}) => score.clientId),
    [2, 1]
  );
  assert.equal(desk.received, 7);
  assert.equal(desk.dropped, 5);
  assert.deepEqual(desk.decisions, {approve: 1, refer: 0, decline: 1});
  assert.equal(desk.viewers, 3);
  assert.equal(desk.cutoff, 600);
});

test("addBatch(desk, batch) keeps a bounded table and window", () => {
  let desk = EMPTY_DESK;
  for (let i = 0; i < 40; i++)
    desk = addBatch(desk, {scores: scores(i * 60, 60), dropped: 0, viewers: 1}, NOW);
  assert.equal(desk.latest.length, TABLE_SIZE);
  assert.equal(desk.latest[0]!.score.clientId, 40 * 60 - 1);
  assert.equal(desk.window.length, 1000);
  assert.equal(desk.received, 2400);
});

test("joinDesk(desk, state) after a reconnection adds only what was missed", () => {
  const seen = addBatch(EMPTY_DESK, {scores: scores(1, 3), dropped: 0, viewers: 1}, NOW);
  const state = {recent: scores(1, 5), viewers: 2, demoFeed: false, model: SCORE.model};
  const desk = joinDesk(seen, state);
  assert.equal(desk.received, 5);
  assert.deepEqual(
    desk.latest.map(({score}) => score.clientId),
    [5, 4, 3, 2, 1]
  );
});

test("setPaused(desk, true) holds new scores back and setPaused(desk, false) shows them all", () => {
  const paused = addBatch(setPaused(EMPTY_DESK, true), {scores: scores(1, 4), dropped: 0, viewers: 1}, NOW);
  assert.equal(paused.latest.length, 0);
  assert.equal(paused.held.length, 4);
  const resumed = setPaused(paused, false);
  assert.equal(resumed.latest.length, 4);
  assert.equal(resumed.received, 4);
  assert.equal(resumed.held.length, 0);
});

test("deskBinsData(scores, cutoff) covers the cut-off and splits at it", () => {
  const bins = deskBinsData([583, 588, 641], 600);
  assert.deepEqual(bins[0], {x0: 580, x1: 590, count: 2, side: "decline"});
  assert.equal(bins.find(({x0}) => x0 === 600)!.side, "approve");
  assert.equal(bins.at(-1)!.x1, 650);
  assert.deepEqual(deskBinsData([], 600), []);
});

test("deskBinsPlot(bins, cutoff) draws the kept picture", () => {
  const bins = deskBinsData([583, 588, 601, 604, 641], 600);
  matchSnapshot("desk-bins", deskBinsPlot(bins, 600, {width: 420, lang: "en", document: plotDocument()}));
});

test("addBatch(desk, batch, nowMs) learns when the server last spoke, how far its clock is ahead, and how long requests took", () => {
  const timed = scores(1, 3).map((one, i) => ({...one, latencyMs: i === 0 ? null : 4 * i}));
  const desk = addBatch(EMPTY_DESK, {scores: timed, dropped: 0, viewers: 1}, NOW);
  assert.deepEqual([desk.updatedMs, desk.aheadMs, desk.latencies], [NOW, 2000, [4, 8]]);
  const quiet = addBatch(desk, {scores: [], dropped: 0, viewers: 2}, NOW + 5000);
  assert.deepEqual([quiet.updatedMs, quiet.aheadMs], [NOW + 5000, 2000]);
});

test("setPolicy(desk, fact) takes the new cut-off over, and whether anybody is referred", () => {
  const desk = addBatch(EMPTY_DESK, {scores: [live(1)], dropped: 0, viewers: 1}, NOW);
  assert.equal(desk.refer, null);
  const limit = (score: number) => ({probability: 0.1, score});
  const changed = setPolicy(desk, {version: 2, cutoff: limit(580), refer: limit(595)});
  assert.deepEqual([changed.cutoff, changed.refer], [580, 595]);
  assert.equal(setPolicy(changed, {version: 4, cutoff: limit(590), refer: null}).refer, null);
});

test("latenciesOf(values) finds the nearest ranks", () => {
  const values = Array.from({length: 100}, (_, i) => 100 - i);
  assert.deepEqual(latenciesOf(values), {p50: 50, p95: 95, n: 100});
  assert.deepEqual(latenciesOf([7]), {p50: 7, p95: 7, n: 1});
  assert.equal(latenciesOf([]), null);
  assert.deepEqual(
    [4.26, 42.4, 10_625].map((ms) => formatMs("fr", ms)),
    ["4,3 ms", "42 ms", "10,6 s"]
  );
});

test("peopleText(lang, people) names each once and counts those without a name", () => {
  assert.equal(peopleText("en", ["", "Ann", "Ann", "Ben", ""]), "Ann, Ben, 2 without a name");
  assert.equal(peopleText("fr", ["A", "B", "C", "D", "E", "F"]), "A, B, C, D, 2 de plus");
  assert.equal(peopleText("en", ["", ""]), "", "the number alone says it");
});

test("filterDesk(scores, filter) keeps the order, and the list itself when there is no filter", () => {
  const all = [live(100002, 590), live(100101, 640), live(200002, 606)];
  assert.equal(filterDesk(all, NO_DESK_FILTER), all);
  const ids = (filter: Partial<DeskFilter>) =>
    filterDesk(all, {...NO_DESK_FILTER, ...filter}).map(({score}) => score.clientId);
  assert.deepEqual(ids({decisions: ["decline"]}), [100002]);
  assert.deepEqual(ids({decisions: ["decline", "approve"]}), [100002, 100101, 200002]);
  assert.deepEqual(ids({near: 10}), [100002, 200002]);
  assert.deepEqual(ids({client: "1001"}), [100101]);
  assert.deepEqual(ids({decisions: ["refer"]}), []);
});

const at = (seconds: number, points: number): LiveScore => {
  const one = live(seconds, points);
  return {
    ...one,
    score: {...one.score, computedAt: new Date(1_800_000_000_000 + seconds * 1000).toISOString()}
  };
};

test("addToTimeline(steps, scores) counts each score once, in its ten seconds, whatever the order and however batched", () => {
  const all = [at(0, 590), at(9, 610), at(10, 600), at(25, 599), at(8, 620)];
  const once = addToTimeline([], all);
  assert.deepEqual(
    once.map(({startMs, decisions, scores: own}) => [
      startMs - 1_800_000_000_000,
      decisions.approve,
      decisions.decline,
      own.length
    ]),
    [
      [0, 2, 1, 3],
      [10_000, 1, 0, 1],
      [20_000, 0, 1, 1]
    ]
  );
  const oneByOne = all.reduce<readonly TimeStep[]>((steps, score) => addToTimeline(steps, [score]), []);
  assert.deepEqual(oneByOne, once);
  assert.equal(addToTimeline(once, []), once);
});

test("addToTimeline(steps, scores) lets go of what is older than ten minutes", () => {
  const steps = addToTimeline(addToTimeline([], [at(0, 600), at(30, 600)]), [at(620, 600)]);
  assert.deepEqual(
    steps.map(({startMs}) => startMs - 1_800_000_000_000),
    [30_000, 620_000]
  );
});

test("timelineData(steps, nowMs) lays steps out before now, and one that is not over ends there", () => {
  const steps = addToTimeline([], [at(0, 500), at(1, 600), at(2, 700), at(21, 640)]);
  const [first, last] = timelineData(steps, 1_800_000_024_000);
  assert.deepEqual(
    [first!.from, first!.to, first!.low, first!.median, first!.high],
    [-24, -14, 500, 600, 700]
  );
  assert.deepEqual([last!.from, last!.to, last!.median], [-4, 0, 640]);
  assert.equal(timelineData(steps, 1_800_000_900_000).length, 0);
});

test("scoresInTimePlot(steps, cutoff) and decisionsInTimePlot(steps) draw the kept pictures", () => {
  const steps = timelineData(
    addToTimeline(
      [],
      Array.from({length: 60}, (_, i) => at(i * 5, 560 + ((i * 31) % 90)))
    ),
    1_800_000_320_000
  );
  const options = {width: 420, lang: "fr", document: plotDocument()} as const;
  matchSnapshot("desk-scores-in-time", scoresInTimePlot(steps, 600, options));
  matchSnapshot("desk-decisions-in-time", decisionsInTimePlot(steps, options));
});
