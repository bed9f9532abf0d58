import assert from "node:assert/strict";
import {test} from "node:test";
import {addBatch, EMPTY_DESK, joinDesk, setPaused, TABLE_SIZE} from "../../src/components/live/desk.ts";
import {deskBinsData} from "../../src/components/live/deskBins.ts";
import {deskBinsPlot} from "../../src/components/live/deskBinsPlot.ts";
import type {LiveScore} from "../../src/core/protocol.ts";
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
  top: []
});
const scores = (from: number, count: number) => Array.from({length: count}, (_, i) => live(from + i));

test("addBatch(desk, batch) shows the newest first and counts every score, the dropped ones too", () => {
  const desk = addBatch(EMPTY_DESK, {scores: [live(1), live(2, 590)], dropped: 5, viewers: 3});
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
  for (let i = 0; i < 30; i++) desk = addBatch(desk, {scores: scores(i * 60, 60), dropped: 0, viewers: 1});
  assert.equal(desk.latest.length, TABLE_SIZE);
  assert.equal(desk.latest[0]!.score.clientId, 30 * 60 - 1);
  assert.equal(desk.window.length, 1000);
  assert.equal(desk.received, 1800);
});

test("joinDesk(desk, state) after a reconnection adds only what was missed", () => {
  const seen = addBatch(EMPTY_DESK, {scores: scores(1, 3), dropped: 0, viewers: 1});
  const state = {recent: scores(1, 5), viewers: 2, demoFeed: false, model: SCORE.model};
  const desk = joinDesk(seen, state);
  assert.equal(desk.received, 5);
  assert.deepEqual(
    desk.latest.map(({score}) => score.clientId),
    [5, 4, 3, 2, 1]
  );
});

test("setPaused(desk, true) holds new scores back and setPaused(desk, false) shows them all", () => {
  const paused = addBatch(setPaused(EMPTY_DESK, true), {scores: scores(1, 4), dropped: 0, viewers: 1});
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
