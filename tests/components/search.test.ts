import assert from "node:assert/strict";
import {test} from "node:test";
import {axesOf, firstAxes} from "../../src/components/search/axesInput.ts";
import {contourData} from "../../src/components/search/contour.ts";
import {contourPlot} from "../../src/components/search/contourPlot.ts";
import {historyData} from "../../src/components/search/history.ts";
import {historyPlot} from "../../src/components/search/historyPlot.ts";
import {importanceData} from "../../src/components/search/importance.ts";
import {importancePlot} from "../../src/components/search/importancePlot.ts";
import {parallelData} from "../../src/components/search/parallel.ts";
import {parallelPlot} from "../../src/components/search/parallelPlot.ts";
import {slicePlot} from "../../src/components/search/slicePlot.ts";
import {sliceData} from "../../src/components/search/slices.ts";
import {bestNumbers, mergeProgress, positionOf} from "../../src/components/search/study.ts";
import {holdsZero} from "../../src/components/search/worth.ts";
import type {StudyAnswer, StudyTrial} from "../../src/core/schema/study.ts";
import {fanova} from "../../src/core/search/fanova.ts";
import {matchSnapshot, plotDocument} from "./snapshot.ts";

const trial = (number: number, rate: number, leaves: number, rest: Partial<StudyTrial> = {}): StudyTrial => ({
  number,
  state: "complete",
  value: 0.5 + 0.1 * Math.log10(rate / 0.1) ** 2 + 0.0001 * leaves,
  params: {rate, leaves},
  reports: [],
  fixed: number === 0,
  auc: null,
  costPerClient: null,
  rounds: 10,
  seconds: 1,
  ...rest
});
const list = [
  trial(0, 0.01, 8),
  ...Array.from({length: 22}, (_, i) =>
    trial(i + 1, 10 ** (-2 + (2 * ((i * 7) % 22)) / 21), 4 + ((i * 5) % 17))
  ),
  trial(23, 0.5, 9, {state: "pruned", value: 0.1}),
  trial(24, 0.02, 6, {state: "running", value: null})
];
const study: StudyAnswer = {
  name: "s",
  direction: "minimize",
  objective: "cost",
  trials: 25,
  complete: 23,
  pruned: 1,
  running: 1,
  best: null,
  updatedAt: "2026-01-01T00:00:00.000Z",
  sampler: "tpe",
  pruner: "median",
  clients: 100,
  heldOut: 10,
  set: "demo-set",
  parameters: [
    {name: "rate", low: 0.01, high: 1, log: true, step: null, choices: null},
    {name: "leaves", low: 4, high: 20, log: false, step: 1, choices: null},
    {name: "same", low: 3, high: 3, log: false, step: null, choices: null}
  ],
  list,
  comparison: null
};
const drawn = (width: number) => ({width, lang: "en" as const, document: plotDocument(), objective: "cost"});

test("historyData(study) follows the best of the complete trials; a pruned one is shown and never the best", () => {
  const points = historyData(study);
  assert.equal(points.length, 24);
  points.forEach(({best}, i) => {
    const complete = points.slice(0, i + 1).filter(({state}) => state === "complete");
    assert.equal(best, Math.min(...complete.map(({value}) => value)));
  });
  const turned = historyData({...study, direction: "maximize"});
  assert.equal(
    turned.at(-1)!.best,
    Math.max(...list.filter(({state}) => state === "complete").map(({value}) => value!))
  );
  matchSnapshot("search-history", historyPlot(points, drawn(480)));
});

test("parallelData(study) places each value in its range, in the logarithm where it is searched in it", () => {
  const {axes, lines} = parallelData(study);
  assert.deepEqual(
    axes.map(({name}) => name),
    ["rate", "leaves", ""]
  );
  assert.equal(lines.length, 23);
  for (const {positions} of lines)
    assert.ok(positions.every((position) => position >= -1e-12 && position <= 1 + 1e-12));
  assert.ok(Math.abs(positionOf(study.parameters[0]!, 0.1) - 0.5) < 1e-12);
  assert.equal(positionOf({...study.parameters[0]!, choices: ["a", "b", "c"]}, "b"), 0.5);
  assert.deepEqual(
    lines.slice(-3).map(({isBest}) => isBest),
    [true, true, true]
  );
  assert.equal(bestNumbers(study).size, 3);
  matchSnapshot("search-parallel-wide", parallelPlot({axes, lines}, drawn(640)));
  matchSnapshot("search-parallel-narrow", parallelPlot({axes, lines}, drawn(340)));
});

test("fanova(names, points, values) gives the parameter that decides nearly all, and none to one that does nothing", () => {
  const points = Array.from({length: 80}, (_, i) => [((i * 37) % 80) / 80, ((i * 53) % 80) / 80]);
  const values = points.map(([x]) => (x! - 0.4) ** 2);
  const [first, second] = fanova(["x", "y"], points, values)!;
  assert.equal(first!.name, "x");
  assert.ok(first!.share > 0.85 && second!.share < 0.05, JSON.stringify([first, second]));
  const joint = fanova(
    ["x", "y"],
    points,
    points.map(([x, y]) => (x! > 0.5 === y! > 0.5 ? 1 : 0))
  )!;
  const alone = joint.reduce((sum, {share}) => sum + share, 0);
  assert.ok(alone < 0.35, `what only acts together has ${alone} alone`);
  const sum = fanova(
    ["x", "y"],
    points,
    points.map(([x, y]) => x! + y!)
  )!;
  assert.ok(Math.abs(sum[0]!.share - sum[1]!.share) < 0.15);
  assert.equal(fanova(["x"], points.slice(0, 9), values.slice(0, 9)), undefined);
  assert.equal(
    fanova(
      ["x", "y"],
      points,
      values.map(() => 1)
    ),
    undefined
  );
});

test("importanceData(study) leaves out parameters with one value and says what only acts together", () => {
  const {parameters, together, trials} = importanceData(study)!;
  assert.deepEqual(
    parameters.map(({name}) => name),
    ["rate", "leaves"]
  );
  assert.equal(trials, 23);
  assert.ok(together >= 0 && together < 0.4);
  assert.deepEqual(firstAxes(study), ["rate", "leaves"]);
  matchSnapshot("search-importance", importancePlot(parameters, drawn(420)));
});

test("sliceData(study, parameter) and contourData(study, x, y) have every complete trial at its own values", () => {
  const [rate, leaves] = study.parameters as [StudyAnswer["parameters"][0], StudyAnswer["parameters"][0]];
  const slice = sliceData(study, rate);
  assert.deepEqual(
    slice.map(({number, x}) => [number, x]),
    list.filter(({state}) => state === "complete").map(({number, params}) => [number, params.rate])
  );
  const points = contourData(study, rate, leaves);
  assert.ok(
    points.every(
      ({number, x, y, value}) =>
        list[number]!.params.rate === x && list[number]!.params.leaves === y && list[number]!.value === value
    )
  );
  assert.equal(axesOf(study, ["rate", "rate"]), null);
  matchSnapshot("search-slice", slicePlot(slice, rate, drawn(300)));
  matchSnapshot(
    "search-contour",
    contourPlot(points, axesOf(study, ["rate", "leaves"])!, {...drawn(480), study})
  );
});

test("mergeProgress(study, progress) puts each told trial in its place", () => {
  const ended = trial(24, 0.02, 6, {value: 0.4});
  const next = mergeProgress(study, {
    study: {...study, trials: 26, running: 1, complete: 24, best: {number: 24, value: 0.4}},
    trials: [ended, trial(25, 0.3, 7, {state: "running", value: null})]
  });
  assert.deepEqual([next.list.length, next.list[24], next.best?.number], [26, ended, 24]);
  assert.equal(study.list.length, 25, "what was there stays as it was");
});

test("holdsZero(estimate) is true when the interval holds 0, its ends included", () => {
  assert.ok(holdsZero({value: 0.1, interval: [0, 0.2]}));
  assert.ok(!holdsZero({value: -0.1, interval: [-0.2, -0.05]}));
});
