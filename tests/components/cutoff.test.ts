import assert from "node:assert/strict";
import {test} from "node:test";
import {limitsToQuery, parseLimits} from "../../src/components/cutoff/address.ts";
import {costBandData} from "../../src/components/cutoff/costBand.ts";
import {costCurvePlot} from "../../src/components/cutoff/costCurvePlot.ts";
import {shownDifference} from "../../src/components/cutoff/cutoffTiles.ts";
import {groupAcceptanceData} from "../../src/components/cutoff/groupAcceptance.ts";
import {exactPoints, groupOutcomes} from "../../src/components/cutoff/knownOutcomes.ts";
import {SEGMENT_VARIABLES} from "../../src/components/portfolio/segments/segments.ts";
import {logOddsToProbability} from "../../src/core/credit/logOdds.ts";
import {DEFAULT_SCALE, pointsToLogOdds} from "../../src/core/credit/scale.ts";
import {bootstrapCosts} from "../../src/core/metrics/bootstrapCosts.ts";
import {cheapestCutoff, costCurve} from "../../src/core/metrics/costCurve.ts";
import {countBetween, outcomesByPoints} from "../../src/core/metrics/outcomesByPoints.ts";
import {createRandom} from "../../src/core/random.ts";
import {portfolioFixture} from "./fixtures.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const portfolio = portfolioFixture();
const points = exactPoints(portfolio, DEFAULT_SCALE);
const known = outcomesByPoints(points, portfolio.target);
const COST = {falseNegative: 10, falsePositive: 1};

test("exactPoints(portfolio, scale) gives the points back that Float32 probabilities come from, and keeps 600 at 600", () => {
  const exact = [431.25, 599.5, 600, 600.25, 742];
  const probabilityOfDefault = Float32Array.from(exact, (one) =>
    logOddsToProbability(pointsToLogOdds(DEFAULT_SCALE, one))
  );
  exactPoints({...portfolio, probabilityOfDefault}, DEFAULT_SCALE).forEach((found, i) => {
    assert.ok(Math.abs(found - exact[i]!) < 1e-3, `${found} for ${exact[i]}`);
    assert.equal(Math.floor(found), Math.floor(exact[i]!));
  });
});

for (const variable of SEGMENT_VARIABLES)
  test(`groupOutcomes(portfolio, points, "${variable}") holds each client of known outcome once`, () => {
    const groups = groupOutcomes(portfolio, points, variable);
    const sum = groups.reduce((all, {outcomes}) => all + countBetween(outcomes).clients, 0);
    assert.equal(sum, portfolio.target.filter((target) => target >= 0).length);
  });

test("groupAcceptanceData(groups, limits, now) sets each group against the one that is accepted most", () => {
  const groups = groupOutcomes(portfolio, points, "gender");
  const rows = groupAcceptanceData(groups, {cutoff: 520, referBand: 10}, {cutoff: 500, referBand: 0});
  for (const row of rows) {
    const code = portfolio.facts.vocabularies.gender.indexOf((row.name as {value: string}).value);
    const own = [...points].filter((_, i) => portfolio.target[i]! >= 0 && portfolio.gender[i] === code);
    assert.equal(row.clients, own.length);
    assert.equal(row.accepted, own.filter((one) => one >= 530).length / own.length);
    assert.equal(row.acceptedNow, own.filter((one) => one >= 500).length / own.length);
    assert.equal(row.ratio, row.accepted / Math.max(...rows.map(({accepted}) => accepted)));
  }
  assert.ok(rows.some(({ratio}) => ratio === 1));
});

test("groupAcceptanceData(groups, limits, now) judges no group of less than two per cent, and compares with none", () => {
  const outcomes = (goods: number, from: number) => ({
    from,
    good: Float64Array.of(goods),
    bad: Float64Array.of(0)
  });
  const [many, few] = [
    {name: {kind: "category", value: "many"} as const, outcomes: outcomes(990, 500)},
    {name: {kind: "category", value: "few"} as const, outcomes: outcomes(10, 700)}
  ];
  const limits = {cutoff: 500, referBand: 0};
  const [first, second] = groupAcceptanceData([many, few], limits, limits);
  assert.deepEqual([first!.ratio, second!.ratio], [1, null]);
  const nobody = groupAcceptanceData([many, few], {cutoff: 800, referBand: 0}, limits);
  assert.deepEqual([nobody[0]!.ratio, nobody[0]!.badRate], [null, null]);
});

test("parseLimits(limitsToQuery(limits)) gives the limits back, nothing for those in force, and null for nonsense", () => {
  const now = {cutoff: 600, referBand: 0};
  for (const limits of [
    {cutoff: 570, referBand: 15},
    {cutoff: 601.5, referBand: 0}
  ])
    assert.deepEqual(parseLimits(limitsToQuery(limits, now)), limits);
  assert.equal(limitsToQuery(now, now), "");
  for (const query of ["", "?cutoff=high", "?band=4", "?cutoff=Infinity"])
    assert.equal(parseLimits(query), null);
  assert.deepEqual(parseLimits("?cutoff=590&band=-3"), {cutoff: 590, referBand: 0});
});

test("costCurvePlot(costBandData(curve, samples), marked) draws the curve in its band", () => {
  const curve = costCurve(known, COST);
  const samples = bootstrapCosts(known, COST, {replicates: 60, random: createRandom(1)});
  const band = costBandData(curve, samples);
  assert.equal(band.length, curve.totals.length);
  const outside = band.filter(({cost, low, high}) => cost < low || cost > high);
  assert.deepEqual(outside, []);
  matchSnapshot(
    "cost-curve",
    costCurvePlot(
      band.filter((_, k) => k % 20 === 0),
      {now: 600, chosen: 580, cheapest: cheapestCutoff(curve)},
      {width: 640, lang: "fr", document: plotDocument()}
    )
  );
});

test("shownDifference(summary) is the difference of the two costs as they are shown", () => {
  assert.equal(shownDifference({cost: 499.6, difference: -11.6}), -11, "500 after 511");
  assert.equal(shownDifference({cost: 500.4, difference: 0}), 0);
  assert.notEqual(
    Math.round(-11.6),
    shownDifference({cost: 499.6, difference: -11.6}),
    "as one number rounded alone"
  );
});
