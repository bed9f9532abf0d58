import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {test} from "node:test";
import {cheapest, costCurve} from "../../src/core/credit/costCurve.ts";
import {bootstrapCosts, costInterval} from "../../src/core/metrics/bootstrapCosts.ts";
import {costBand} from "../../src/core/metrics/costBand.ts";
import {costAt, costCurve as costByPoints} from "../../src/core/metrics/costCurve.ts";
import {outcomesByPoints} from "../../src/core/metrics/outcomesByPoints.ts";
import {referBand} from "../../src/core/metrics/referBand.ts";
import {createRandom} from "../../src/core/random.ts";

const COST = {falseNegative: 10, falsePositive: 1};

/** Draws clients whose probabilities are right. */
function draw(clients: number, seed: number) {
  const random = createRandom(seed);
  const probability = Float64Array.from({length: clients}, () => Math.round(400 * random() ** 3) / 400);
  const target = Uint8Array.from(probability, (p) => (random() < p ? 1 : 0));
  return {target, probability};
}

/** Adds up what deciding costs and earns, client by client. */
function addUp({target, probability}: ReturnType<typeof draw>, cutoff: number) {
  let [lost, earned] = [0, 0];
  target.forEach((bad, i) => {
    const isAccepted = probability[i]! <= cutoff;
    if (isAccepted) earned += bad ? -COST.falseNegative : COST.falsePositive;
    lost += isAccepted && bad ? COST.falseNegative : !isAccepted && !bad ? COST.falsePositive : 0;
  });
  return {costPerClient: lost / target.length, profitPer1000: (1000 * earned) / target.length};
}

test("costBand(target, probability, cost) has at each cut-off the cost and the profit added up by hand", () => {
  const clients = draw(900, 1);
  const cutoffs = [0, 0.0025, 0.09, 0.5, 1];
  const {points, theoretical} = costBand(clients.target, clients.probability, COST, {cutoffs, resamples: 5});
  for (const point of [...points, theoretical]) {
    const byHand = addUp(clients, point.cutoff);
    assert.ok(Math.abs(point.costPerClient - byHand.costPerClient) < 1e-12);
    assert.ok(Math.abs(point.profitPer1000 - byHand.profitPer1000) < 1e-9);
  }
});

test("costBand(target, probability, cost) finds the cheapest point of costCurve(target, probability, cost)", () => {
  for (const seed of [1, 2, 3]) {
    const {target, probability} = draw(500, seed);
    const best = cheapest(costCurve(target, probability, COST))!;
    const {empirical, theoretical, difference} = costBand(target, probability, COST, {resamples: 5});
    assert.equal(empirical.cutoff, best.cutoff);
    assert.ok(Math.abs(empirical.costPerClient - best.costPerClient) < 1e-12);
    assert.ok(Math.abs(theoretical.costPerClient - empirical.costPerClient - difference) < 1e-12);
    assert.ok(difference >= 0);
  }
});

/** Counts how many of 200 samples have an interval that holds the true cost at a cut-off of 0.1. */
function covered(shrink: (interval: [number, number]) => [number, number]): number {
  const {costPerClient: truth} = addUp(draw(400_000, 77), 0.1);
  let holding = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const {target, probability} = draw(400, seed);
    const {points} = costBand(target, probability, COST, {cutoffs: [0.1], resamples: 200, seed});
    const [low, high] = shrink(points[0]!.interval);
    if (low <= truth && truth <= high) holding++;
  }
  return holding;
}

test("costBand(target, probability, cost) has intervals that hold the true cost 95 times in 100, and halved ones do not", () => {
  // Binomial law: 190 ± 3.1; four standard deviations below, and what percentile intervals lack at 400 clients.
  const honest = covered((interval) => interval);
  assert.ok(honest >= 176, `${honest}`);
  const halved = covered(([low, high]) => [low + (high - low) / 4, high - (high - low) / 4]);
  assert.ok(halved < 176, `${halved}`);
});

test("costBand(target, probability, cost) repeats itself with a seed and changes with another", () => {
  const {target, probability} = draw(300, 4);
  const at = (seed: number) => costBand(target, probability, COST, {seed, resamples: 50});
  assert.deepEqual(at(1), at(1));
  assert.notDeepEqual(at(1).points[10]!.interval, at(2).points[10]!.interval);
  assert.equal(at(1).points[10]!.costPerClient, at(2).points[10]!.costPerClient);
});

test("costBand(target, probability, cost) of scores that tell nothing declines or accepts everyone", () => {
  const target = Uint8Array.from({length: 100}, (_, i) => (i < 5 ? 1 : 0));
  const {empirical} = costBand(target, new Float64Array(100).fill(0.05), COST, {resamples: 20});
  assert.equal(empirical.cutoff, 0.05, "5 % bad at 10:1 is worth accepting");
  assert.equal(empirical.costPerClient, 0.5);
});

test("referBand(curve, clients, within) spans the cut-offs that cost nearly the least, and no others", () => {
  const {target, probability} = draw(3000, 5);
  const curve = costCurve(target, probability, COST);
  const best = cheapest(curve)!;
  const band = referBand(curve, target.length, 0.03)!;
  assert.ok(band.from <= best.cutoff && best.cutoff <= band.to && band.from < band.to);
  const limit = best.costPerClient * 1.03;
  const inside = curve.filter(({cutoff}) => cutoff >= band.from && cutoff <= band.to);
  assert.ok(inside.every(({costPerClient}) => costPerClient <= limit));
  const before = curve[curve.indexOf(inside[0]!) - 1]!;
  const after = curve[curve.indexOf(inside.at(-1)!) + 1]!;
  assert.ok(before.costPerClient > limit && after.costPerClient > limit);
  const members = [...probability].flatMap((p, i) => (p > band.from && p <= band.to ? [target[i]!] : []));
  assert.ok(Math.abs(band.share - members.length / 3000) < 1e-12);
  const bad = members.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(band.badRate! - bad / members.length) < 1e-12);
});

test("referBand(curve, clients, within) is wider the more it may cost, and undefined without clients", () => {
  const {target, probability} = draw(3000, 6);
  const curve = costCurve(target, probability, COST);
  const shares = [0, 0.01, 0.05, 0.2].map((within) => referBand(curve, 3000, within)!.share);
  assert.deepEqual(
    shares,
    shares.toSorted((a, b) => a - b)
  );
  assert.equal(shares[0], 0);
  assert.equal(referBand([], 0), undefined);
});

test("costBand(target, probability, cost) gives the bytes that models were trained with", () => {
  const {target, probability} = draw(900, 1);
  const digest = (seed: number) =>
    createHash("sha256")
      .update(JSON.stringify(costBand(target, probability, COST, {resamples: 100, seed})))
      .digest("hex");
  assert.equal(digest(1).slice(0, 16), "72452e881ca96556");
  assert.notEqual(digest(2).slice(0, 16), "72452e881ca96556", "the check sees other draws");
});

test("costInterval(bootstrapCosts(outcomes, cost), cutoff) of the page is costBand's of training, but for the draws", () => {
  const {target, probability} = draw(2000, 6);
  const points = probability.map((p) => 1000 - Math.round(400 * p));
  const outcomes = outcomesByPoints(points, target);
  const samples = bootstrapCosts(outcomes, COST, {replicates: 2000, random: createRandom(3)});
  const {points: band} = costBand(target, probability, COST, {cutoffs: [0.05, 0.1, 0.3], resamples: 2000});
  const curve = costByPoints(outcomes, COST);
  for (const {cutoff, costPerClient, interval} of band) {
    const inPoints = 1000 - 400 * cutoff;
    assert.ok(Math.abs(costAt(curve, inPoints) - 1000 * costPerClient) < 1e-9);
    const width = 1000 * (interval[1] - interval[0]);
    costInterval(samples, inPoints).forEach((end, i) => {
      assert.ok(Math.abs(end - 1000 * interval[i]!) < 0.08 * width, `${end} for ${1000 * interval[i]!}`);
    });
    assert.ok(Math.abs(costAt(curve, inPoints - 8) - 1000 * costPerClient) > 1e-9, "another cut-off is seen");
  }
});
