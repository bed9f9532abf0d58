import assert from "node:assert/strict";
import {test} from "node:test";
import {ndtr} from "../../../models/search/random/normal.ts";
import {createRandomSampler} from "../../../models/search/samplers/randomSampler.ts";
import type {Sampler} from "../../../models/search/samplers/sampler.ts";
import {createTpeSampler} from "../../../models/search/samplers/tpe/tpeSampler.ts";
import {createMemoryStorage} from "../../../models/search/storage/storage.ts";
import {createStudy} from "../../../models/search/study/study.ts";
import {FUNCTIONS} from "./functions.ts";
import {readRecorded, skipWithoutRecord} from "./recorded.ts";

type Best = Record<"random" | "multi", Record<string, number[][]>>;

function bestOf60(name: string, sampler: Sampler): number {
  const study = createStudy({storage: createMemoryStorage(), name, sampler});
  for (let i = 0; i < 60; i++) {
    const trial = study.ask();
    study.tell(
      trial,
      FUNCTIONS[name]!((parameter, distribution) => trial.suggest(parameter, distribution))
    );
  }
  return study.bestTrial!.value!;
}

/** The one-sided p-value that `a` tends to be smaller than `b`; Mann–Whitney by the normal approximation. */
function smallerThan(a: readonly number[], b: readonly number[]): number {
  const u = a.reduce((sum, x) => sum + b.reduce((s, y) => s + (x < y ? 1 : x === y ? 0.5 : 0), 0), 0);
  const mean = (a.length * b.length) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return 1 - ndtr((u - mean - 0.5) / deviation);
}

const seeds = Array.from({length: 20}, (_, seed) => seed);

test("createTpeSampler, left alone for 60 trials and 20 seeds, finds no worse than Optuna and better than chance", {
  skip: skipWithoutRecord
}, () => {
  const {best} = readRecorded<{best: Best}>("best-so-far-4.9.json");
  for (const name of Object.keys(FUNCTIONS)) {
    const own = seeds.map((seed) => bestOf60(name, createTpeSampler({seed})));
    const last = (of: keyof Best) => best[of][name]!.map((values) => values[59]!);
    assert.ok(smallerThan(last("multi"), own) > 0.01, `${name}: Optuna is better`);
    assert.ok(smallerThan(own, last("random")) < 0.01, `${name}: no better than chance`);
  }
});

test("createRandomSampler(seed) finds in 60 trials exactly what Optuna's found", {
  skip: skipWithoutRecord
}, () => {
  const {best} = readRecorded<{best: Best}>("best-so-far-4.9.json");
  for (const name of Object.keys(FUNCTIONS))
    for (const seed of seeds) {
      const own = bestOf60(name, createRandomSampler({seed}));
      const recorded = best.random[name]![seed]![59]!;
      assert.ok(Math.abs(own - recorded) <= 1e-9 * Math.abs(recorded), `${name}, seed ${seed}`);
    }
});

test("smallerThan(values of a worse sampler, better ones) sees the planted difference", () => {
  const good = seeds.map((seed) => bestOf60("branin", createTpeSampler({seed})));
  const planted = good.map((value) => value + 2);
  assert.ok(smallerThan(good, planted) < 0.01);
  assert.ok(smallerThan(planted, good) > 0.99);
});
