import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {bootstrapCosts, costInterval, resampleOutcomes} from "../../src/core/metrics/bootstrapCosts.ts";
import {cheapestCutoff, costAt, costCurve} from "../../src/core/metrics/costCurve.ts";
import {drawBinomial} from "../../src/core/metrics/drawBinomial.ts";
import {countBetween, outcomesByPoints} from "../../src/core/metrics/outcomesByPoints.ts";
import {percentileInterval} from "../../src/core/metrics/percentileInterval.ts";
import {decidedBy, swapSet} from "../../src/core/portfolio/limitOutcomes.ts";
import {createRandom} from "../../src/core/random.ts";

const COST = {falseNegative: 10, falsePositive: 1};
const clients = fc.array(
  fc.record({points: fc.double({min: 500, max: 540, noNaN: true}), target: fc.constantFrom(-1, 0, 1)}),
  {minLength: 1, maxLength: 80}
);
const columns = (rows: readonly {points: number; target: number}[]) =>
  [rows.map(({points}) => points), rows.map(({target}) => target)] as const;
const seeded = {seed: 11, numRuns: 200};

/** Decides client by client. */
function slowCost(rows: readonly {points: number; target: number}[], cutoff: number): number {
  const known = rows.filter(({target}) => target >= 0);
  const each = known.map(({points, target}) => {
    const isDeclined = points < cutoff;
    if (isDeclined === (target === 1)) return 0;
    return isDeclined ? COST.falsePositive : COST.falseNegative;
  });
  return (1000 * each.reduce((sum, cost) => sum + cost, 0)) / known.length;
}

test("costCurve(outcomes, cost) costs what deciding client by client costs, at every whole cut-off and beyond the ends", () => {
  fc.assert(
    fc.property(clients, fc.integer({min: 490, max: 550}), (rows, cutoff) => {
      const curve = costCurve(outcomesByPoints(...columns(rows)), COST);
      const [fast, slow] = [costAt(curve, cutoff), slowCost(rows, cutoff)];
      assert.ok(
        Number.isNaN(slow) ? Number.isNaN(fast) : Math.abs(fast - slow) < 1e-9,
        `${fast} for ${slow}`
      );
    }),
    seeded
  );
});

test("slowCost(rows, cutoff) sees it when the curve is off by a point", () => {
  const rows = [
    {points: 510.2, target: 1},
    {points: 511.7, target: 0}
  ];
  const curve = costCurve(outcomesByPoints(...columns(rows)), COST);
  assert.equal(costAt(curve, 511), slowCost(rows, 511));
  assert.notEqual(costAt({...curve, from: curve.from + 1}, 511), slowCost(rows, 511));
});

test("cheapestCutoff(curve) divides the bad from the good where that can be done", () => {
  const curve = costCurve(outcomesByPoints([500, 501, 502, 503], [1, 1, 0, 0]), COST);
  assert.equal(cheapestCutoff(curve), 502);
  assert.equal(costAt(curve, 502), 0);
});

test("countBetween(outcomes, low, high) counts those from low to below high", () => {
  const outcomes = outcomesByPoints([500, 501.5, 502, 503.9, 510], [1, 0, 1, 0, -1]);
  assert.deepEqual(countBetween(outcomes, 501, 503), {clients: 2, bads: 1});
  assert.deepEqual(countBetween(outcomes), {clients: 4, bads: 2});
});

/** Pearson's statistic of draws against a distribution; values of expectation below 5 are put together. */
function chiSquare(draws: readonly number[], pmf: (k: number) => number, n: number) {
  const counts = new Map<number, number>();
  for (const draw of draws) counts.set(draw, (counts.get(draw) ?? 0) + 1);
  let [statistic, cells, rareSeen, rareExpected] = [0, 0, 0, 0];
  for (let k = 0; k <= n; k++) {
    const [seen, expected] = [counts.get(k) ?? 0, draws.length * pmf(k)];
    if (expected < 5) {
      rareSeen += seen;
      rareExpected += expected;
      continue;
    }
    statistic += (seen - expected) ** 2 / expected;
    cells++;
  }
  if (rareExpected > 0) statistic += (rareSeen - rareExpected) ** 2 / Math.max(rareExpected, 1);
  return {statistic, freedom: cells};
}
function binomialPmf(n: number, p: number) {
  const logs = [0];
  for (let i = 1; i <= n; i++) logs.push(logs[i - 1]! + Math.log(i));
  return (k: number) =>
    Math.exp(logs[n]! - logs[k]! - logs[n - k]! + k * Math.log(p) + (n - k) * Math.log1p(-p));
}
/** Five standard deviations of a χ² above its mean. */
const tooLarge = (freedom: number) => freedom + 5 * Math.sqrt(2 * freedom);

for (const [n, p] of [
  [12, 0.3],
  [40, 0.5],
  [200, 0.02],
  [300, 0.2],
  [1000, 0.9]
] as const)
  test(`drawBinomial(${n}, ${p}, random) draws each number as often as the binomial distribution says`, () => {
    const random = createRandom(7);
    const draws = Array.from({length: 40_000}, () => drawBinomial(n, p, random));
    const {statistic, freedom} = chiSquare(draws, binomialPmf(n, p), n);
    assert.ok(statistic < tooLarge(freedom), `χ² ${statistic} with ${freedom} degrees of freedom`);
    const planted = chiSquare(draws, binomialPmf(n, p + 0.01), n);
    assert.ok(
      planted.statistic > tooLarge(planted.freedom),
      "the check sees a probability that is off by 0.01"
    );
  });

test("resampleOutcomes(outcomes, random) draws as many clients as there are, each kind as often as it is there", () => {
  const outcomes = {from: 500, good: Float64Array.of(90, 0, 10), bad: Float64Array.of(5, 20, 0)};
  const random = createRandom(3);
  const sums = [0, 0, 0];
  const RUNS = 4000;
  for (let run = 0; run < RUNS; run++) {
    const {good, bad} = resampleOutcomes(outcomes, random);
    const all = [...good, ...bad];
    assert.equal(
      all.reduce((sum, count) => sum + count, 0),
      125
    );
    assert.equal(good[1]! + bad[2]!, 0, "what is not there cannot be drawn");
    sums[0]! += good[0]!;
    sums[1]! += bad[1]!;
    sums[2]! += good[2]!;
  }
  [90, 20, 10].forEach((count, k) => {
    const error = Math.sqrt((count * (1 - count / 125)) / RUNS);
    assert.ok(Math.abs(sums[k]! / RUNS - count) < 5 * error, `${sums[k]! / RUNS} for ${count}`);
  });
});

test("costInterval(bootstrapCosts(outcomes, cost), cutoff) is as wide as resampling client by client makes it", () => {
  const random = createRandom(5);
  const rows = Array.from({length: 600}, (_, i) => ({
    points: 500 + ((i * 37) % 60),
    target: random() < 0.25 - ((i * 37) % 60) / 300 ? 1 : 0
  }));
  const curves = bootstrapCosts(outcomesByPoints(...columns(rows)), COST, {replicates: 1500, random});
  const slow = Array.from({length: 1500}, () =>
    slowCost(
      rows.map(() => rows[Math.floor(random() * rows.length)]!),
      525
    )
  );
  const [[low, high], [slowLow, slowHigh]] = [costInterval(curves, 525), percentileInterval(slow)];
  const width = slowHigh - slowLow;
  assert.ok(
    Math.abs(low - slowLow) < 0.15 * width && Math.abs(high - slowHigh) < 0.15 * width,
    `${low} ${slowLow}`
  );
  assert.deepEqual(costInterval(curves, 525, 525), [0, 0], "nothing differs from itself");
});

test("decidedBy(outcomes, limits) gives each client one decision, and swapSet(outcomes, now, then) is what differs", () => {
  const limits = fc.record({
    cutoff: fc.integer({min: 495, max: 545}),
    referBand: fc.integer({min: 0, max: 20})
  });
  fc.assert(
    fc.property(clients, limits, limits, (rows, now, then) => {
      const known = rows.filter(({target}) => target >= 0);
      const decide = (points: number, {cutoff, referBand}: typeof now) =>
        points < cutoff ? "decline" : points < cutoff + referBand ? "refer" : "approve";
      const outcomes = outcomesByPoints(...columns(rows));
      const decided = decidedBy(outcomes, then);
      for (const decision of ["approve", "refer", "decline"] as const)
        assert.equal(
          decided[decision].clients,
          known.filter(({points}) => decide(points, then) === decision).length
        );
      const swaps = swapSet(outcomes, now, then);
      for (const {from, to, clients: n, bads} of swaps) {
        const own = known.filter(({points}) => decide(points, now) === from && decide(points, then) === to);
        assert.deepEqual([n, bads], [own.length, own.filter(({target}) => target === 1).length]);
      }
      assert.equal(
        swaps.reduce((sum, {clients: n}) => sum + n, 0),
        known.filter(({points}) => decide(points, now) !== decide(points, then)).length
      );
    }),
    seeded
  );
});
