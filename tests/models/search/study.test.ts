import assert from "node:assert/strict";
import {test} from "node:test";
import type {Pruner} from "../../../models/search/pruners/pruner.ts";
import {createGridSampler} from "../../../models/search/samplers/gridSampler.ts";
import {createRandomSampler} from "../../../models/search/samplers/randomSampler.ts";
import {createTpeSampler} from "../../../models/search/samplers/tpe/tpeSampler.ts";
import {createMemoryStorage} from "../../../models/search/storage/storage.ts";
import {createStudy, type StudyOptions} from "../../../models/search/study/study.ts";
import {ScorebookError} from "../../../src/core/errors.ts";
import {externalParams} from "../../../src/core/search/trial.ts";

const create = (options: Partial<StudyOptions> = {}) =>
  createStudy({
    storage: createMemoryStorage(),
    name: "s",
    sampler: createTpeSampler({seed: 1}),
    now: () => new Date(2026, 0, 2, 3, 4, 5, 6),
    ...options
  });
const refused = (error: unknown) => error instanceof ScorebookError && error.code === "SEARCH_INVALID";

test("ask() and tell(trial, value) keep what was suggested, reported and found, by Optuna's names", () => {
  const study = create({direction: "maximize"});
  const first = study.ask();
  const x = first.suggestFloat("x", 0, 1);
  assert.equal(first.suggestFloat("x", 0, 1), x, "asked again, the value is the same");
  const kind = first.suggestCategorical("kind", ["a", "b", null]);
  const k = first.suggestInt("k", 1, 9, {step: 2});
  first.report(0.25, 0);
  first.report(0.5, 0);
  first.setUserAttr("rounds", [3, 4]);
  const told = study.tell(first, 0.75);
  assert.deepEqual(externalParams(told), {x, kind, k});
  assert.deepEqual([...told.intermediateValues], [[0, 0.25]]);
  assert.deepEqual([told.state, told.value, told.userAttrs.rounds], ["complete", 0.75, [3, 4]]);
  assert.deepEqual(
    [told.datetimeStart, told.datetimeComplete],
    ["2026-01-02T03:04:05.006000", "2026-01-02T03:04:05.006000"]
  );
  study.tell(study.ask(), 0.7);
  assert.equal(study.bestTrial?.number, 0);
  assert.throws(() => study.tell(first, 1), refused);
});

test("tell(trial, NaN) is a failure; tell(trial, 'pruned') keeps the last report that is a number", () => {
  const study = create();
  assert.deepEqual(
    [study.tell(study.ask(), Number.NaN)].map(({state, value}) => [state, value]),
    [["fail", null]]
  );
  const trial = study.ask();
  trial.report(3, 0);
  trial.report(2, 5);
  const pruned = study.tell(trial, "pruned");
  assert.deepEqual([pruned.state, pruned.value], ["pruned", 2]);
  const lost = study.ask();
  lost.report(Number.NaN, 0);
  assert.equal(study.tell(lost, "pruned").value, null);
  assert.equal(study.bestTrial, undefined, "only complete trials can be best");
});

test("enqueueTrial(params) is asked next, with the open parameters suggested; a wrong value is refused", () => {
  const study = create();
  study.enqueueTrial({x: 0.125});
  study.enqueueTrial({x: 7});
  const trial = study.ask();
  assert.equal(trial.suggestFloat("x", 0, 1), 0.125);
  assert.ok(trial.suggestInt("k", 1, 3) >= 1);
  assert.throws(() => study.ask().suggestFloat("x", 0, 1), refused);
});

test("createGridSampler(grid) tries each combination once and is then exhausted", () => {
  const sampler = createGridSampler({b: [1, 3], a: ["x", "y", "z"]}, {seed: 4});
  const study = create({sampler});
  const seen = new Set<string>();
  for (let i = 0; i < 6; i++) {
    assert.equal(sampler.isExhausted!(study), false);
    const trial = study.ask();
    seen.add(`${trial.suggestCategorical("a", ["x", "y", "z"])}${trial.suggestInt("b", 1, 5)}`);
    study.tell(trial, i);
  }
  assert.deepEqual([...seen].sort(), ["x1", "x3", "y1", "y3", "z1", "z3"]);
  assert.equal(sampler.isExhausted!(study), true);
});

test("createTpeSampler({draws}) suggests what the sampler that drew them would have suggested next", () => {
  const storage = createMemoryStorage();
  const run = (upTo: number, draws?: readonly number[], seed = 5) => {
    const sampler = createTpeSampler({seed, draws});
    const study = create({storage, sampler});
    while (study.trials.length < upTo) {
      const trial = study.ask();
      study.tell(trial, trial.suggestFloat("x", 0, 1) ** 2 + trial.suggestInt("k", 0, 20));
    }
    return {draws: sampler.draws, trials: study.trials.map(externalParams)};
  };
  const {draws} = run(20);
  const resumed = run(30, draws).trials;
  const whole = create({sampler: createTpeSampler({seed: 5})});
  while (whole.trials.length < 30) {
    const trial = whole.ask();
    whole.tell(trial, trial.suggestFloat("x", 0, 1) ** 2 + trial.suggestInt("k", 0, 20));
  }
  assert.deepEqual(resumed, whole.trials.map(externalParams));
  const again = run(40, [0, 0]).trials.slice(30);
  assert.notDeepEqual(again, resumed.slice(20), "generators set back draw others, because more is known");
});

test("createTpeSampler({constantLiar}) suggests other points to workers that ask before any is told", () => {
  const spread = (constantLiar: boolean) => {
    const study = create({sampler: createTpeSampler({seed: 2, constantLiar})});
    for (let i = 0; i < 15; i++) {
      const trial = study.ask();
      study.tell(trial, (trial.suggestFloat("x", 0, 1) - 0.3) ** 2);
    }
    const open = Array.from({length: 8}, () => study.ask().suggestFloat("x", 0, 1));
    const mean = open.reduce((a, b) => a + b) / open.length;
    return Math.sqrt(open.reduce((sum, x) => sum + (x - mean) ** 2, 0) / open.length);
  };
  assert.ok(spread(true) > spread(false), `${spread(true)} against ${spread(false)}`);
});

test("shouldPrune() asks the pruner, whose memory is kept as attributes of the trial", () => {
  const pruner: Pruner = {
    prune(_study, {intermediateValues}, remember) {
      remember("seen", intermediateValues.size);
      return intermediateValues.size > 1;
    }
  };
  const study = create({pruner, sampler: createRandomSampler({seed: 1})});
  const trial = study.ask();
  trial.report(1, 0);
  assert.equal(trial.shouldPrune(), false);
  trial.report(1, 1);
  assert.equal(trial.shouldPrune(), true);
  assert.equal(study.trials[0]!.systemAttrs.seen, 2);
});
