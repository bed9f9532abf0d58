import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {createDemoFeed, DEMO_INTERVAL_MS} from "../../server/live/demoFeed.ts";
import {BATCH_SIZE, createLive, EXPLAINED_SIZE, RECENT_SIZE} from "../../server/live/live.ts";
import type {LiveBatch} from "../../src/core/live/batch.ts";
import type {Score} from "../../src/core/schema/score.ts";
import {createFakeEngine, createManualClock} from "./kit/fakes.ts";

/** `sendMs` is how long the sending of a batch takes. */
function setUp(fail?: () => Error, sendMs = 0) {
  const engine = createFakeEngine(fail ? {fail} : {});
  const clock = createManualClock();
  const batches: (LiveBatch & {at: number})[] = [];
  const send = (batch: LiveBatch) => {
    batches.push({...batch, at: clock.elapsedMs()});
    clock.pass(sendMs);
  };
  const live = createLive({engine, clock, send});
  const score: Score = createFakeEngine().compute("score", 100002);
  return {engine, clock, batches, live, score};
}

/** Tells the most batches that any second saw. */
function mostPerSecond(batches: readonly {at: number}[]): number {
  return Math.max(...batches.map(({at}) => batches.filter((b) => b.at >= at && b.at < at + 1000).length));
}

describe("createLive(…)", () => {
  test("push(…) at 5,000 scores a second sends at most 10 batches in any second, and loses no count", () => {
    const {clock, batches, live, score} = setUp();
    live.setViewers(1);
    for (let ms = 0; ms < 3000; ms++) {
      for (let i = 0; i < 5; i++) live.push(score, "request");
      clock.advance(1);
    }
    clock.advance(1000);
    assert.ok(mostPerSecond(batches) <= 10, `${mostPerSecond(batches)} in one second`);
    assert.ok(batches.length >= 25, `${batches.length} batches in all`);
    assert.ok(batches.every(({scores}) => scores.length <= BATCH_SIZE));
    for (const {scores} of batches) {
      const explained = scores.map(({top}) => top.length > 0);
      assert.deepEqual(
        explained,
        scores.map((_, i) => i >= scores.length - EXPLAINED_SIZE)
      );
    }
    const told = batches.reduce((sum, {scores, dropped}) => sum + scores.length + dropped, 0);
    assert.equal(told, 15_000);
    assert.ok(batches.some(({dropped}) => dropped > 0));
  });

  test("the count of batches notices a planted sender that sends each score by itself", () => {
    const planted = Array.from({length: 11}, (_, i) => ({at: i * 90}));
    assert.ok(mostPerSecond(planted) > 10);
  });

  for (const [eachMs, apartMs] of [
    [0, 110],
    [5, 110],
    [30, 300],
    [400, 1000]
  ] as const)
    test(`push(…) sends batches that take ${eachMs} ms each ${apartMs} ms apart`, () => {
      const {clock, live, score, batches} = setUp(undefined, eachMs);
      live.setViewers(1);
      for (let ms = 0; ms < 5000; ms += 10) {
        live.push(score, "request");
        clock.advance(10);
      }
      const gaps = batches.slice(1).map(({at}, i) => at - (batches[i]?.at ?? 0));
      assert.ok(gaps.length >= 3 && gaps.every((gap) => gap >= apartMs && gap <= apartMs + 10), gaps.join());
    });

  test("push(…) of a few scores a second goes out at once and whole", () => {
    const {clock, batches, live, score} = setUp();
    live.setViewers(1);
    clock.advance(1000);
    live.push(score, "request", 3.5);
    clock.advance(0);
    assert.equal(batches.at(-1)?.at, 1000);
    assert.deepEqual(batches.at(-1)?.scores, [
      {
        score,
        origin: "request",
        top: [
          {
            code: "external_scores",
            label: {en: "External score 2", fr: "Score externe 2"},
            points: -38
          },
          {code: "gender", label: {en: "Gender", fr: "Sexe"}, points: 0}
        ],
        latencyMs: 3.5
      }
    ]);
  });

  test("push(…) without viewers explains nothing and sends nothing; state(…) still has the newest scores", () => {
    const {engine, clock, batches, live, score} = setUp();
    for (let i = 0; i < RECENT_SIZE + 50; i++) live.push({...score, score: i}, "request");
    clock.advance(5000);
    assert.deepEqual([batches.length, engine.calls.length], [0, 0]);
    const {recent, viewers, model} = live.state(false);
    assert.equal(recent.length, RECENT_SIZE);
    assert.deepEqual([recent[0]?.score.score, recent.at(-1)?.score.score], [50, RECENT_SIZE + 49]);
    assert.deepEqual([viewers, model], [0, engine.model]);
    const {length} = engine.calls;
    live.state(false);
    assert.equal(engine.calls.length, length, "a second page costs no second explanation");
  });

  test("setViewers(n) tells the others with the next batch", () => {
    const {clock, batches, live} = setUp();
    live.setViewers(1);
    clock.advance(1000);
    live.setViewers(2);
    clock.advance(1000);
    assert.deepEqual(
      batches.map(({viewers, scores}) => [viewers, scores.length]),
      [
        [1, 0],
        [2, 0]
      ]
    );
  });

  test("push(…) goes out without contributions when the model cannot be explained", () => {
    const {clock, batches, live, score} = setUp(() => new Error("linear"));
    live.setViewers(1);
    live.push(score, "demo");
    clock.advance(10);
    assert.deepEqual(batches[0]?.scores, [{score, origin: "demo", top: [], latencyMs: null}]);
  });
});

describe("createDemoFeed(…)", () => {
  test("setViewers(n) scores about twice a second while somebody looks on, and never otherwise", () => {
    const clock = createManualClock();
    let scored = 0;
    let turn = 0;
    const feed = createDemoFeed({clock, random: () => (turn++ * 0.37) % 1, scoreOne: () => scored++});
    clock.advance(10_000);
    assert.equal(scored, 0);
    feed.setViewers(1);
    feed.setViewers(2);
    clock.advance(100 * DEMO_INTERVAL_MS);
    assert.ok(scored > 85 && scored < 115, `${scored}`);
    feed.setViewers(0);
    const before = scored;
    clock.advance(10_000);
    assert.equal(scored, before);
  });
});
