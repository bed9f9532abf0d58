import assert from "node:assert/strict";
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {after, before, describe, test} from "node:test";
import {generateDemo} from "../../data/demo/generate.ts";
import {buildFeatures} from "../../loaders/batch/build.ts";
import {PLAN} from "../../loaders/features/all.ts";
import {DIRECTIONS_OF} from "../../loaders/features/directions.ts";
import {openFeatureStore} from "../../loaders/store.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import type {Direction, Manifest} from "../../src/core/schema/manifest.ts";

const CLIENTS = 1000;
const MOST_VALUES = 24;
const folder = new URL("../../models/demo/", import.meta.url);
const booster = parseModel(readFileSync(new URL("model.txt", folder)));
const manifest = JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8")) as Manifest;

test("DIRECTIONS_OF names features of the plan, each by one declaration at most", () => {
  for (const {names, reason} of DIRECTIONS_OF)
    assert.ok(
      PLAN.some(({name}) => names.test(name)),
      reason
    );
  for (const {name} of PLAN) assert.ok(DIRECTIONS_OF.filter(({names}) => names.test(name)).length <= 1, name);
});

test("DIRECTIONS_OF says of delays that they rise with the risk, of scores that they fall, of trends nothing", () => {
  const directionOf = (name: string) => PLAN.find((feature) => feature.name === name)?.direction;
  for (const [name, direction] of [
    ["app_ext_source_2", "falling"],
    ["app_ext_std", undefined],
    ["app_age", "falling"],
    ["bureau_overdue_sum", "rising"],
    ["inst_late_share_90d", "rising"],
    ["inst_late_slope_last_12", undefined],
    ["inst_delay_variance", undefined],
    ["pos_months_since_late", "falling"],
    ["app_credit", undefined]
  ] as const)
    assert.equal(directionOf(name), direction, name);
});

describe("models/demo keeps to what is declared", () => {
  const data = mkdtempSync(join(tmpdir(), "directions-"));
  const inputs: Float64Array[] = [];
  before(async () => {
    await generateDemo({clients: CLIENTS, seed: 9, out: data});
    await buildFeatures(data);
    const store = openFeatureStore(data);
    const toInput = createModelInput(manifest, store.catalogue.features);
    for (let i = 0; i < CLIENTS; i++) inputs.push(Float64Array.from(toInput(store.row(i))));
    store.close();
  });
  after(() => rmSync(data, {recursive: true}));

  /**
   * Moves one input of every client over the values between which the model tells clients apart, and counts the steps
   * against the direction. Only trees that look at it can change; each is monotone, so their sum is to the last bit.
   */
  function contrarySteps(feature: number, direction: Direction): number {
    const trees = booster.trees.filter((tree) => tree.splitFeature.includes(feature));
    const thresholds = new Set(
      trees.flatMap(({splitFeature, threshold}) =>
        [...threshold].filter((_, node) => splitFeature[node] === feature)
      )
    );
    if (thresholds.size === 0) return 0;
    const ascending = [...thresholds].sort((a, b) => a - b);
    const step = Math.max(1, Math.ceil(ascending.length / MOST_VALUES));
    const values = [...ascending.filter((_, i) => i % step === 0), ascending.at(-1)! + 1];
    const score = createScorer({...booster, trees});
    let contrary = 0;
    for (const input of inputs) {
      const row = input.slice();
      const scores = values.map((value) => {
        row[feature] = value;
        return score(row);
      });
      const sign = direction === "rising" ? 1 : -1;
      for (let i = 1; i < scores.length; i++) if (sign * (scores[i]! - scores[i - 1]!) < 0) contrary++;
    }
    return contrary;
  }

  test("models/demo has no contrary step in any declared feature of 1,000 clients", () => {
    const declared = manifest.features.flatMap(({name, direction}, i) =>
      direction ? [{name, direction, i}] : []
    );
    const planned = new Map(PLAN.map(({name, direction}) => [name, direction]));
    for (const {name, direction} of declared) assert.equal(planned.get(name), direction, name);
    assert.equal(declared.length > 100, manifest.evaluation?.monotone.used);
    for (const {name, direction, i} of declared) assert.equal(contrarySteps(i, direction), 0, name);
  });

  test("the check notices a model that follows the other direction", () => {
    const feature = manifest.features.findIndex(({name}) => name === "app_ext_weighted_known");
    assert.ok(contrarySteps(feature, "rising") > CLIENTS);
  });
});
