import assert from "node:assert/strict";
import {test} from "node:test";
import {planCatalogue} from "../../loaders/plan.ts";
import type {FeatureSummary} from "../../src/components/features/featureSummary.ts";
import {outcomeBinsData} from "../../src/components/features/outcomeBins.ts";
import {outcomeBinsPlot} from "../../src/components/features/outcomeBinsPlot.ts";
import {searchFeatures} from "../../src/components/features/searchFeatures.ts";
import {unitLabel} from "../../src/components/features/unitLabel.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const NUMERIC = {ends: [0, 2] as [number, number], categories: null, repaid: [30, 10], defaulted: [2, 6]};
const CATEGORY = {ends: null, categories: ["Married", "Widow"], repaid: [30, 10], defaulted: [1, 1]};

test("outcomeBinsData(distribution) gives shares that sum to one within each outcome", () => {
  for (const distribution of [NUMERIC, CATEGORY])
    for (const outcome of ["repaid", "default"]) {
      const bins = outcomeBinsData(distribution).filter((bin) => bin.outcome === outcome);
      assert.equal(
        bins.reduce((sum, {share}) => sum + share, 0),
        1
      );
    }
  assert.deepEqual(outcomeBinsData(NUMERIC)[3], {
    outcome: "default",
    index: 1,
    x0: 1,
    x1: 2,
    category: null,
    count: 6,
    share: 0.75
  });
});

const feature = (name: string, en: string, fr: string, tables: string[]): FeatureSummary => ({
  name,
  tables,
  label: {en, fr},
  formula: {en: "amount ÷ income", fr: "montant ÷ revenu"},
  unit: "ratio",
  kind: "numeric",
  missingRate: 0,
  quantiles: [0, 1, 2],
  distribution: NUMERIC
});
const FEATURES = [
  feature("app_age", "Age", "Âge", ["application"]),
  feature("bureau_debt", "Debt", "Dette déclarée", ["bureau", "application"])
];

test("searchFeatures(features, lang, {words}) ignores accents and case and wants every word", () => {
  const names = (lang: "en" | "fr", words: string, table = "") =>
    searchFeatures(FEATURES, lang, {words, table}).map(({name}) => name);
  assert.deepEqual(names("fr", "DECLAREE dette"), ["bureau_debt"]);
  assert.deepEqual(names("fr", "age"), ["app_age"]);
  assert.deepEqual(names("en", "income"), ["app_age", "bureau_debt"]);
  assert.deepEqual(names("en", "age debt"), []);
  assert.deepEqual(names("en", "", "bureau"), ["bureau_debt"]);
});

test("unitLabel(lang, unit) has a French word for every unit of the catalogue, and shows another as it is", () => {
  const units = [...new Set(planCatalogue().features.map(({unit}) => unit))];
  const asTheyAre = units.filter((unit) => unitLabel("fr", unit) === unit);
  assert.deepEqual(asTheyAre, ["score"]);
  assert.equal(unitLabel("fr", "furlongs"), "furlongs");
});

test("outcomeBinsPlot(bins) draws the kept pictures of numbers and of categories", () => {
  const options = {width: 480, lang: "en", document: plotDocument()} as const;
  matchSnapshot("outcome-numbers", outcomeBinsPlot(outcomeBinsData(NUMERIC), options));
  matchSnapshot("outcome-categories", outcomeBinsPlot(outcomeBinsData(CATEGORY), options));
});
