import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {createHyperbandPruner} from "../../../models/search/pruners/hyperband.ts";
import {createMedianPruner} from "../../../models/search/pruners/median.ts";
import type {Pruner} from "../../../models/search/pruners/pruner.ts";
import {createSuccessiveHalvingPruner} from "../../../models/search/pruners/successiveHalving.ts";
import {createTpeSampler, type TpeOptions} from "../../../models/search/samplers/tpe/tpeSampler.ts";
import type {Direction} from "../../../src/core/search/trial.ts";
import {type Decisions, replayDecisions} from "./pruneReplay.ts";
import {readRecorded, skipWithoutRecord, type Traces} from "./recorded.ts";
import {teacherForced} from "./teacherForced.ts";

/** An excerpt of the record, so that the same is tested where the record is absent. */
const golden = JSON.parse(readFileSync(new URL("../../golden/search.json", import.meta.url), "utf8")) as {
  traces: Traces;
  decisions: Record<string, Decisions>;
};

const PRUNERS: Record<string, () => Pruner> = {
  median: () => createMedianPruner({startupTrials: 5, warmupSteps: 3, intervalSteps: 2}),
  median_default: () => createMedianPruner(),
  sha: () => createSuccessiveHalvingPruner({minResource: 1, reductionFactor: 3}),
  sha_auto: () => createSuccessiveHalvingPruner(),
  hyperband: () => createHyperbandPruner({minResource: 1, maxResource: 27, reductionFactor: 3}),
  hyperband_auto: () => createHyperbandPruner()
};
const CONTINUOUS = ["branin", "sphere5", "rastrigin3", "hartmann6"];

function compareTraces(
  traces: Traces,
  create?: (options: TpeOptions) => ReturnType<typeof createTpeSampler>
) {
  const all = Object.entries(traces).flatMap(([name, seeds]) =>
    seeds.map((trace, seed) => ({name, seed, ...teacherForced(name, seed, trace, create)}))
  );
  return {
    suggestions: all.reduce((sum, {suggestions}) => sum + suggestions, 0),
    differences: all.flatMap(({differences}) => differences),
    tied: all.filter(({ties}) => ties > 0)
  };
}

function compareDecisions(cases: Record<string, Decisions>, create = (name: string) => PRUNERS[name]!()) {
  const all = Object.entries(cases).map(([key, decided]) => {
    const [name, direction] = key.split("|") as [string, Direction];
    return {key, ...replayDecisions(create(name), decided, {name: `s-${name}`, direction})};
  });
  return all.flatMap(({key, differences}) => differences.map((difference) => `${key}: ${difference}`));
}

test("createTpeSampler suggests what Optuna 4.9 did, trial by trial, on the excerpt", () => {
  const {suggestions, differences} = compareTraces(golden.traces);
  assert.equal(suggestions, 30 * 2 + 30 * 8 + golden.traces.conditional![0]!.reduce(countParams, 0));
  assert.deepEqual(differences, []);
});

test("createTpeSampler suggests what Optuna 4.9 did in every recorded study", {
  skip: skipWithoutRecord
}, () => {
  const {traces} = readRecorded<{traces: Traces}>("traces-multivariate-4.9.json");
  const {suggestions, differences, tied} = compareTraces(traces);
  assert.ok(suggestions > 16_000, `${suggestions} suggestions were compared`);
  assert.deepEqual(differences, []);
  assert.deepEqual(
    tied.filter(({name}) => CONTINUOUS.includes(name)),
    [],
    "a continuous function has no ties to excuse"
  );
});

test("teacherForced(another seed, bandwidth, number of candidates, start-up) sees each planted difference", () => {
  const plants: Partial<TpeOptions>[] = [
    {seed: 1},
    {bandwidth: "neighbour"},
    {candidates: 23},
    {startupTrials: 11}
  ];
  for (const plant of plants) {
    const {differences} = compareTraces({branin: golden.traces.branin!}, (options) =>
      createTpeSampler({...options, ...plant})
    );
    assert.ok(differences.length > 0, JSON.stringify(plant));
  }
});

test("teacherForced(a trace whose value was changed) says at which trial", () => {
  const trace = structuredClone(golden.traces.branin![0]!);
  trace[12]![1] *= 1 + 1e-7;
  assert.match(teacherForced("branin", 0, trace).differences[0]!, /^branin, seed 0, trial 12: the value is /);
});

test("prune decides as Optuna 4.9 did, on the excerpt", () => {
  assert.deepEqual(compareDecisions(golden.decisions), []);
});

test("prune decides as Optuna 4.9 did in all 1,800 recorded trials", {skip: skipWithoutRecord}, () => {
  const {cases} = readRecorded<{cases: Record<string, Decisions>}>("prune-decisions-4.9.json");
  const trials = Object.values(cases).reduce((sum, decided) => sum + decided.length, 0);
  assert.equal(trials, 1800);
  assert.deepEqual(compareDecisions(cases), []);
});

test("replayDecisions(pruners with other settings) sees each planted difference", () => {
  const plants: Record<string, () => Pruner> = {
    "median|minimize": () => createMedianPruner({warmupSteps: 3, intervalSteps: 1}),
    "sha|maximize": () => createSuccessiveHalvingPruner({minResource: 1, reductionFactor: 4}),
    "hyperband|minimize": () => createHyperbandPruner({maxResource: 27, reductionFactor: 4})
  };
  for (const [key, plant] of Object.entries(plants)) {
    const differences = compareDecisions({[key]: golden.decisions[key]!}, plant);
    assert.ok(differences.length > 0, key);
  }
});

function countParams(sum: number, [params]: [Record<string, number>, number]): number {
  return sum + Object.keys(params).length;
}
