import assert from "node:assert/strict";
import {test} from "node:test";
import {effectSentence} from "../../src/components/model/inputs/effectSentence.ts";
import {calibrationData} from "../../src/components/model/ranking/calibration.ts";
import {calibrationPlot} from "../../src/components/model/ranking/calibrationPlot.ts";
import {calibrationBins} from "../../src/core/metrics/calibrationBins.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const bins = Array.from({length: 10}, (_, i) => ({
  clients: 860,
  bad: 8 + 2 * i * i,
  meanProbability: 0.012 + 0.0021 * i * i
}));

test("calibrationBins(target, probability) puts each client into one of ten parts of equal number", () => {
  const probability = Array.from({length: 97}, (_, i) => ((i * 31) % 97) / 97);
  const target = probability.map((p, i) => (p > 0.5 && i % 2 === 0 ? 1 : 0));
  const made = calibrationBins(target, probability);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  assert.equal(sum(made.map(({clients}) => clients)), 97);
  assert.equal(sum(made.map(({bad}) => bad)), sum(target));
  assert.ok(made.every(({clients}) => clients === 9 || clients === 10));
  const mean = sum(made.map(({clients, meanProbability}) => clients * meanProbability)) / 97;
  assert.ok(Math.abs(mean - sum(probability) / 97) < 1e-12);
  assert.ok(made.slice(1).every(({meanProbability}, i) => meanProbability > made[i]!.meanProbability));
  assert.equal(calibrationBins([1, 0, 1], [0.2, 0.1, 0.3]).length, 3);
});

test("calibrationData(bins) gives each tenth its observed share inside its interval", () => {
  const points = calibrationData(bins);
  assert.deepEqual(
    points.map(({rank, observed}) => [rank, observed]),
    bins.map(({bad}, i) => [i + 1, bad / 860])
  );
  for (const {observed, interval} of points) assert.ok(interval[0] < observed && observed < interval[1]);
});

test("calibrationPlot(points, {width: 480}) draws the kept picture", () => {
  const drawing = calibrationPlot(calibrationData(bins), {width: 480, lang: "en", document: plotDocument()});
  matchSnapshot("calibration", drawing);
});

test("effectSentence(lang, effect) says difference, interval and the decisions that differ, in both languages", () => {
  const effect = {
    aucWith: 0.78,
    difference: -0.0012,
    standardError: 0.0009,
    interval: [-0.003, 0.0006],
    approvedWithout: 12,
    declinedWithout: 1030
  };
  assert.match(
    effectSentence("en", effect),
    /differs by −0\.0012 \(95 % interval −0\.003 to \+0\.0006\)\. 1,042 decisions differ: 12 clients .* 1,030 only without/
  );
  assert.match(effectSentence("fr", effect), /diffère de −0,0012/);
});
