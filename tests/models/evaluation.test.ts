import assert from "node:assert/strict";
import {test} from "node:test";
import {compareBaselines} from "../../models/evaluate/baselines.ts";
import {compareHoldout} from "../../models/evaluate/holdout.ts";
import {countDuplicates} from "../../models/evaluate/leaks/duplicates.ts";
import {rateSingleValues} from "../../models/evaluate/leaks/singleValues.ts";
import {trainAgainstTest} from "../../models/evaluate/leaks/trainAgainstTest.ts";
import {fitLogistic} from "../../models/evaluate/logistic.ts";
import {comparePaired, losses, measure} from "../../models/evaluate/measures.ts";
import {chooseDirections, isTooDear} from "../../models/evaluate/monotone.ts";
import {isHeldOut, splitHoldout} from "../../models/training/folds/holdout.ts";
import {type OutOfFold, scoreOutOfFold} from "../../models/training/folds/outOfFold.ts";
import {
  type TrainingData,
  takeClients,
  withoutDirections
} from "../../models/training/inputs/trainingData.ts";
import {CANDIDATES} from "../../models/training/params.ts";
import {trainModel} from "../../models/training/trainModel.ts";
import {DEFAULT_SCALE} from "../../src/core/credit/scale.ts";
import {createRandom} from "../../src/core/random.ts";
import {SKIP_WITHOUT_LIGHTGBM as skip} from "./nativeLibrary.ts";
import {makeTrainingData} from "./syntheticData.ts";

const COST = {falseNegative: 10, falsePositive: 1};
const data = makeTrainingData(2000, 3);
const options = {
  params: {...CANDIDATES.brisk.params, learning_rate: 0.1, num_threads: 1},
  seed: 20,
  folds: 3,
  maxRounds: 30,
  patience: 0,
  cost: COST,
  scale: DEFAULT_SCALE
};

/** Scores clients so that ranking and probability are right on average; `noise` makes them worse. */
function scored(clients: number, seed: number, noise = 0) {
  const random = createRandom(seed);
  const target = new Uint8Array(clients);
  const score = Float64Array.from({length: clients}, (_, i) => {
    const logOdds = -2 + 3 * (random() - 0.5);
    target[i] = Number(random() < 1 / (1 + Math.exp(-logOdds)));
    return logOdds + noise * (random() - 0.5);
  });
  return {target, score, probability: score.map((x) => 1 / (1 + Math.exp(-x)))};
}

test("losses(scored, cost) charges defaults below the cut-off and good clients above it", () => {
  const probability = Float64Array.of(0.05, 0.05, 0.2, 0.2);
  const target = Uint8Array.of(0, 1, 0, 1);
  assert.deepEqual([...losses({target, probability, score: probability}, COST)], [0, 10, 1, 0]);
});

test("comparePaired(scored, other, cost) is nothing against itself and favours the less noisy score", () => {
  const [clean, noisy] = [scored(4000, 1), scored(4000, 1, 4)];
  assert.deepEqual(clean.target, noisy.target);
  const same = comparePaired(clean, clean, COST);
  assert.deepEqual(same.aucDifference, {value: 0, interval: [0, 0]});
  const {aucDifference, costDifference} = comparePaired(clean, noisy, COST);
  assert.ok(aucDifference.interval[0]! > 0 && costDifference.interval[1]! < 0);
  const difference = measure(clean, COST).costPer1000.value - measure(noisy, COST).costPer1000.value;
  assert.ok(Math.abs(costDifference.value - difference) < 1e-9);
});

test("compareHoldout(outOfFold, heldOut, cost) sees a gap when the folds flatter, and none when they do not", () => {
  const honest = compareHoldout(scored(4000, 2), scored(1500, 3), COST).gap!;
  assert.ok(honest.interval[0]! < 0 && honest.interval[1]! > 0);
  const flattering = compareHoldout(scored(4000, 2), scored(1500, 3, 8), COST).gap!;
  assert.ok(flattering.interval[0]! > 0);
});

test("compareHoldout(outOfFold, heldOut, cost) measures nothing on fewer than two clients of a class", () => {
  const few = {target: Uint8Array.of(0, 1, 0), score: new Float64Array(3), probability: new Float64Array(3)};
  const {heldOut, gap} = compareHoldout(scored(500, 2), few, COST);
  assert.deepEqual([heldOut, gap], [null, null]);
});

test("fitLogistic(matrix, width, target) is where the likelihood's gradient is zero", () => {
  const random = createRandom(5);
  const rows = Array.from({length: 600}, () => [random(), random() < 0.3 ? Number.NaN : 40 * random()]);
  const target = rows.map(([a, b]) => Number(random() < 1 / (1 + Math.exp(2 - 3 * a! - (b! > 20 ? 1 : 0)))));
  const predict = fitLogistic(rows.flat(), 2, target);
  const residuals = rows.map((row, i) => target[i]! - 1 / (1 + Math.exp(-predict(row))));
  const against = (value: (row: number[]) => number) =>
    Math.abs(residuals.reduce((sum, residual, i) => sum + residual * value(rows[i]!), 0)) / rows.length;
  assert.ok(against(() => 1) < 1e-6);
  assert.ok(against(([a]) => a!) < 1e-5);
  assert.ok(against(([, b]) => Number(Number.isNaN(b))) < 1e-5);
  const known = rows
    .map(([, b]) => b!)
    .filter((b) => !Number.isNaN(b))
    .sort((a, b) => a - b);
  const middle = (known[Math.floor((known.length - 1) / 2)]! + known[Math.floor(known.length / 2)]!) / 2;
  assert.ok(against(([, b]) => (Number.isNaN(b) ? middle : b!)) < 1e-4, "missing counts as the median");
});

test("rateSingleValues(data, target, isListed) finds a planted leak, as a value and as a gap", () => {
  const width = data.features.length;
  const noise = data.features.findIndex(({name}) => name === "noise");
  const best = (of: TrainingData) => rateSingleValues(of, of.target, (rank) => rank < 1)[0]!;
  assert.equal(best(data).name, "app_ext_mean");
  assert.ok(best(data).auc.value < 0.8);
  const leak = data.matrix.map((value, at) =>
    at % width === noise ? value + 3 * data.target[Math.floor(at / width)]! : value
  );
  assert.deepEqual(
    [best({...data, matrix: leak}).name, best({...data, matrix: leak}).auc.value],
    ["noise", 1]
  );
  const gap = data.matrix.map((value, at) =>
    at % width === noise && data.target[Math.floor(at / width)] === 1 ? Number.NaN : value
  );
  assert.equal(best({...data, matrix: gap}).of, "missing");
});

test("rateSingleValues(data, target, isListed) sees nothing in categories that tell nothing", () => {
  const random = createRandom(8);
  const target = Uint8Array.from({length: data.clients}, () => Number(random() < 0.1));
  const rated = rateSingleValues(data, target, () => true);
  assert.ok(
    rated.every(({auc}) => auc.value < 0.6),
    JSON.stringify(rated[0])
  );
});

test("countDuplicates(data, side) finds who comes twice, across folds and across the hold-out", () => {
  const few = takeClients(data, Uint32Array.of(0, 1, 2, 3, 4, 5));
  const applications = Uint32Array.of(9, 9, 9, 9, 7, 7);
  const side = [0, 1, -1, 0, 2, 2];
  const none = {clients: 0, acrossFolds: 0, acrossHoldout: 0};
  assert.deepEqual(countDuplicates({...few, applications}, side), none, "equal digests alone say nothing");
  const twins = takeClients(data, Uint32Array.of(0, 0, 0, 3, 4, 4));
  assert.deepEqual(countDuplicates({...twins, applications}, side), {
    clients: 5,
    acrossFolds: 2,
    acrossHoldout: 3
  });
});

test("trainAgainstTest(training, test, options) is at chance for clients alike and sees others", {
  skip
}, () => {
  const alike = trainAgainstTest(data, makeTrainingData(800, 4), {seed: 1})!;
  assert.ok(alike.auc.interval[0]! < 0.53, JSON.stringify(alike.auc));
  const others = makeTrainingData(800, 4);
  const width = others.features.length;
  const shifted = others.matrix.map((value, at) => (at % width === 1 ? value + 80 : value));
  const apart = trainAgainstTest(data, {...others, matrix: shifted}, {seed: 1})!;
  assert.ok(apart.auc.interval[0]! > 0.7);
  assert.equal(apart.strongest[0]!.name, "app_income");
});

test("compareBaselines(data, model, options) compares on the model's own clients, from least to most", {
  skip
}, () => {
  const outOfFold = scoreOutOfFold(data, options);
  const score = outOfFold.rawScore;
  const model = {
    outOfFold,
    scored: {target: data.target, score, probability: score.map((x) => 1 / (1 + Math.exp(-x)))}
  };
  const contenders = compareBaselines(data, model, {...options, isWanted: true});
  assert.deepEqual(
    contenders.map(({id}) => id),
    ["baseRate", "lightgbmDefaults", "scorebookDefaults", "model"]
  );
  const [dummy] = contenders;
  assert.equal(dummy!.measures.auc.value, 0.5);
  const gain = contenders.at(-1)!.measures.auc.value - 0.5;
  assert.ok(Math.abs(dummy!.aucDifference!.value - gain) < 1e-12);
  assert.deepEqual(
    compareBaselines(data, model, options).map(({id}) => id),
    ["model"]
  );
});

test("isTooDear(difference) is a loss of more than 0.001 beyond chance", () => {
  assert.ok(isTooDear({value: -0.002, interval: [-0.003, -0.001]}));
  assert.ok(!isTooDear({value: -0.002, interval: [-0.005, 0.001]}));
  assert.ok(!isTooDear({value: -0.0005, interval: [-0.0008, -0.0002]}));
  assert.ok(!isTooDear({value: 0.01, interval: [0.005, 0.015]}));
});

test("chooseDirections(data, validate) gives up directions that are too dear, but never that of age", () => {
  const features = data.features.map((feature) =>
    feature.name === "app_ext_mean" ? {...feature, direction: "falling" as const} : feature
  );
  const [good, bad] = [scored(2000, 1), scored(2000, 1, 8)];
  const outOfFold = (rawScore: Float64Array): OutOfFold => ({
    rawScore,
    fold: new Uint8Array(2000),
    rounds: 1,
    roundsPerFold: [],
    curve: []
  });
  const choose = (declared: Float64Array, free: Float64Array) =>
    chooseDirections({...data, target: good.target, features}, (_, isFree) =>
      outOfFold(isFree ? free : declared)
    );
  const directions = ({data: chosen}: ReturnType<typeof choose>) =>
    chosen.features.flatMap(({name, direction}) => (direction ? [name] : []));
  const kept = choose(good.score, good.score);
  assert.deepEqual([kept.monotone.used, directions(kept)], [true, ["app_ext_mean", "app_age"]]);
  const givenUp = choose(bad.score, good.score);
  assert.deepEqual([givenUp.monotone.used, directions(givenUp)], [false, ["app_age"]]);
  assert.equal(givenUp.validated.rawScore, good.score);
  assert.equal(
    chooseDirections(
      withoutDirections(data, () => true),
      () => outOfFold(good.score)
    ).monotone.difference,
    null
  );
});

test("trainModel(data, options) learns nothing from the hold-out", {skip}, () => {
  const honest = trainModel(data, options);
  const {training, holdout} = splitHoldout(data.ids);
  assert.deepEqual(
    [...honest.outOfFold.clientId],
    [...training].map((i) => data.ids[i]!)
  );
  assert.ok(honest.outOfFold.clientId.every((id) => !isHeldOut(id)));
  const spoil = (positions: Uint32Array): TrainingData => {
    const spoilt = {...data, matrix: data.matrix.slice(), target: data.target.slice()};
    for (const i of positions) {
      spoilt.target[i] = 1 - spoilt.target[i]!;
      spoilt.matrix[i * data.features.length] = 1 - spoilt.matrix[i * data.features.length]!;
    }
    return spoilt;
  };
  const {evaluation: told, ...parts} = honest.parts;
  const {evaluation: toldSpoilt, ...partsSpoilt} = trainModel(spoil(holdout), options).parts;
  assert.deepEqual(partsSpoilt, parts);
  assert.notDeepEqual(toldSpoilt!.holdout.heldOut, told!.holdout.heldOut);
  assert.notDeepEqual(trainModel(spoil(training.slice(0, 50)), options).parts.metrics, parts.metrics);
});
