import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {costCurveData} from "../../src/components/model/cost/costCurve.ts";
import {costCurvePlot} from "../../src/components/model/cost/costCurvePlot.ts";
import {estimateTexts} from "../../src/components/model/estimates.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {plotDocument} from "./snapshot.ts";

const path = new URL("../../models/demo/manifest.json", import.meta.url);
const evaluation = (JSON.parse(readFileSync(path, "utf8")) as Manifest).evaluation!;

test("costCurveData(evaluation, view) has cost and profit add up to the same at every cut-off", () => {
  const [cost, profit] = [costCurveData(evaluation, "cost"), costCurveData(evaluation, "profit")];
  const sums = cost.points.map(({value}, i) => value + profit.points[i]!.value);
  assert.ok(
    sums.every((sum) => Math.abs(sum - sums[0]!) < 1e-6),
    `${sums[0]} ${sums.at(-1)}`
  );
  for (const {points} of [cost, profit])
    for (const {value, interval} of points) assert.ok(interval[0] <= value && value <= interval[1]);
  assert.deepEqual([cost.theoretical, cost.empirical], [1 / 11, evaluation.cost.empirical.cutoff]);
});

test("costCurvePlot(curve, {width}) draws band, line, both cut-offs and the refer band", () => {
  const options = {width: 480, lang: "fr", document: plotDocument()} as const;
  const drawing = costCurvePlot(costCurveData(evaluation, "profit"), options);
  assert.equal(drawing.getAttribute("aria-label"), "Profit selon le seuil");
  const drawn = (curve: ReturnType<typeof costCurveData>) =>
    costCurvePlot(curve, {...options, document: plotDocument()}).querySelectorAll("rect, path, line").length;
  const curve = costCurveData(evaluation, "cost");
  assert.ok(drawn(curve) > drawn({...curve, refer: null}));
});

test("estimateTexts(lang, estimate, options) keeps its decimals, signs differences and leaves zero alone", () => {
  const estimate = {value: 0.5, interval: [-0.00001, 0.83]};
  assert.deepEqual(estimateTexts("en", estimate, {digits: 3}), {value: "0.500", low: "0.000", high: "0.830"});
  assert.deepEqual(estimateTexts("fr", estimate, {digits: 2, isDifference: true}), {
    value: "+0,50",
    low: "0,00",
    high: "+0,83"
  });
});
