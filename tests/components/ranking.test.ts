import assert from "node:assert/strict";
import {test} from "node:test";
import {rankingFacts} from "../../src/components/model/ranking/rankingPlots.ts";

const point = (declined: number, bads: number, goods: number) => ({declined, bads, goods, score: 600});

test("rankingFacts(curve) is null for a model of which nothing was measured", () => {
  assert.equal(rankingFacts([]), null);
});

test("rankingFacts(curve) tells KS where bad and good are furthest apart, and what a fifth declined catches", () => {
  const curve = [point(0, 0, 0), point(0.1, 0.3, 0.08), point(0.3, 0.7, 0.25), point(1, 1, 1)];
  const facts = rankingFacts(curve)!;
  assert.deepEqual([Math.round(facts.ks * 100), facts.caught.declined], [45, 0.3]);
  const planted = rankingFacts([...curve.slice(0, 2), point(0.3, 0.3, 0.3), point(1, 1, 1)])!;
  assert.equal(Math.round(planted.ks * 100), 22);
});
