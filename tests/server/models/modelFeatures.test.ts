import assert from "node:assert/strict";
import {test} from "node:test";
import {planCatalogue} from "../../../loaders/plan.ts";
import {modelFeatures} from "../../../server/scoring/modelFeatures.ts";
import type {FittedStatistics, ManifestFeature} from "../../../src/core/schema/manifest.ts";

const planned = planCatalogue().features as ManifestFeature[];
const fitted: FittedStatistics = {
  groupMedians: [{name: "peer_income", measure: "app_income", levels: []}],
  targetMeans: [{name: "rate_of_old", source: "a_source_of_old", prior: 0.1, means: {}}]
};
const old = (name: string): ManifestFeature => ({
  name,
  tables: ["application"],
  cause: "debt_burden",
  label: {en: "Old words", fr: "Anciens mots"},
  formula: {en: "", fr: ""},
  unit: "amount",
  kind: "numeric",
  median: 7
});

test("modelFeatures(manifest) takes causes and labels from the plan, and keeps what the model was trained with", () => {
  const [own] = modelFeatures({features: [old("prev_planned_end_max")], fitted});
  const plan = planned.find(({name}) => name === "prev_planned_end_max")!;
  assert.deepEqual([own!.cause, own!.label, own!.median], [plan.cause, plan.label, 7]);
  assert.notEqual(own!.cause, "debt_burden");
});

test("modelFeatures(manifest) puts a fitted feature with what it is made from, and leaves unknown ones as they are", () => {
  const features = [old("peer_income"), old("rate_of_old"), old("something_of_old")];
  assert.deepEqual(
    modelFeatures({features, fitted}).map(({cause}) => cause),
    ["income", "debt_burden", "debt_burden"]
  );
});
