import assert from "node:assert/strict";
import {test} from "node:test";
import {HOLDOUT_SALT, HOLDOUT_SHARE, isHeldOut, murmur3} from "../../models/training/folds/holdout.ts";
import {checkSample} from "../../models/training/inputs/checkSample.ts";
import {
  drawLabelled,
  drawUnlabelled,
  type Outcomes,
  type Sample
} from "../../models/training/inputs/sample.ts";
import {selectTrainingData} from "../../models/training/inputs/trainingData.ts";
import {createRandom} from "../../models/training/random.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {makeTrainingData, showRows} from "./syntheticData.ts";

/** Invents outcomes: one client in twelve defaulted, one in eight has no outcome. */
function invent(clients: number): Outcomes {
  const random = createRandom(7);
  return {
    ids: Int32Array.from({length: clients}, (_, i) => 100_001 + i),
    targets: Int8Array.from({length: clients}, () => (random() < 1 / 8 ? -1 : random() < 1 / 12 ? 1 : 0))
  };
}
const store = invent(20_000);
const LABELLED = store.targets.filter((target) => target >= 0).length;
const SIZES = [100, 101, 999, 5000, LABELLED - 1, LABELLED];

/** The twelve of them that the seed 20 draws. */
const PINNED = [
  101_719, 101_837, 102_590, 104_018, 106_272, 107_795, 108_766, 109_382, 115_220, 115_455, 119_604, 119_687
];

type Draw = typeof drawLabelled;
const badsIn = (positions: Uint32Array) => positions.filter((i) => store.targets[i] === 1).length;

/** Sizes whose sample is not made of that many different labelled clients with the share of defaults of all. */
function unfair(draw: Draw): number[] {
  const share = store.targets.filter((target) => target === 1).length / LABELLED;
  return SIZES.filter((clients) => {
    const drawn = draw(store, {clients, seed: 20});
    const isAscending = drawn.every((position, i) => i === 0 || position > drawn[i - 1]!);
    const areLabelled = drawn.every((i) => store.targets[i]! >= 0);
    const isWhole = drawn.length === clients && isAscending && areLabelled;
    return !(isWhole && Math.abs(badsIn(drawn) - share * clients) < 1);
  });
}

test("drawLabelled(store, sample) draws so many labelled clients, with all clients' share of defaults to within one", () => {
  assert.deepEqual(unfair(drawLabelled), []);
});

test("a draw that does not heed the outcome, and one of the first clients, would be found out", () => {
  const heedless: Draw = ({ids, targets}, sample) =>
    drawLabelled({ids, targets: targets.map((target) => Math.min(target, 0))}, sample);
  const first: Draw = ({targets}, {clients}) =>
    Uint32Array.from(targets.keys())
      .filter((i) => targets[i]! >= 0)
      .slice(0, clients);
  for (const draw of [heedless, first]) assert.ok(unfair(draw).length >= 2, `${unfair(draw)}`);
});

const idsOf = (positions: Uint32Array, {ids}: Outcomes = store) => Array.from(positions, (i) => ids[i]!);

test("drawLabelled(store, sample) is the same for ever: the clients of a seed, whom other clients do not change", () => {
  const sample = {clients: 12, seed: 20};
  assert.deepEqual(idsOf(drawLabelled(store, sample)), PINNED);
  assert.deepEqual(drawLabelled(store, {...sample}), drawLabelled(store, sample));
  const later = {ids: store.ids.map((id) => id + 40_000), targets: store.targets};
  const both = {
    ids: Int32Array.from([...store.ids, ...later.ids]),
    targets: Int8Array.from([...store.targets, ...later.targets])
  };
  const drawn = new Set(idsOf(drawLabelled(both, {clients: 4000, seed: 20}), both));
  const own = new Set(idsOf(drawLabelled(store, {clients: 4000, seed: 20})));
  assert.ok(
    [...drawn].every((id) => own.has(id) || id > 140_000),
    "who is in the larger set's sample"
  );
});

test("drawLabelled(store, sample) of a larger number has the clients of the smaller one", () => {
  for (const [few, more] of [
    [100, 101],
    [101, 999],
    [999, 5000]
  ] as const) {
    const larger = new Set(drawLabelled(store, {clients: more, seed: 3}));
    assert.ok(drawLabelled(store, {clients: few, seed: 3}).every((i) => larger.has(i)));
  }
});

/** Standard deviations by which the clients that two seeds share are off the hypergeometric law, at most. */
function dependence(draw: Draw): number {
  const clients = 4000;
  const mean = clients ** 2 / LABELLED;
  const deviation = Math.sqrt((mean * (1 - clients / LABELLED) ** 2 * LABELLED) / (LABELLED - 1));
  const seeds = [0, 1, 2, 20, 21, 2 ** 31 - 1];
  return Math.max(
    ...seeds.slice(1).map((seed, i) => {
      const [one, other] = [new Set(draw(store, {clients, seed: seeds[i]!})), draw(store, {clients, seed})];
      return Math.abs(other.filter((position) => one.has(position)).length - mean) / deviation;
    })
  );
}

test("drawLabelled(store, sample) of another seed has other clients, and a draw that forgets the seed would be found out", () => {
  assert.ok(dependence(drawLabelled) < 5, `${dependence(drawLabelled)}`);
  assert.ok(dependence((from, {clients}) => drawLabelled(from, {clients, seed: 20})) > 5);
});

/** Standard deviations by which the held-out clients of samples are off the binomial law's tenth, at most. */
function heldOutDeviation(draw: Draw): number {
  const clients = 3000;
  const [mean, deviation] = [
    clients * HOLDOUT_SHARE,
    Math.sqrt(clients * HOLDOUT_SHARE * (1 - HOLDOUT_SHARE))
  ];
  return Math.max(
    ...[0, 1, 20, HOLDOUT_SALT].map((seed) => {
      const heldOut = idsOf(draw(store, {clients, seed})).filter(isHeldOut).length;
      return Math.abs(heldOut - mean) / deviation;
    })
  );
}

test("drawLabelled(store, sample) holds out a tenth of a sample, of the seed that is the hold-out's salt as well", () => {
  assert.ok(heldOutDeviation(drawLabelled) < 4, `${heldOutDeviation(drawLabelled)}`);
});

test("the check notices a draw in the order that holds clients out", () => {
  const alike: Draw = ({ids, targets}, {clients, seed}) => {
    const orders = ids.map((id) => murmur3(id, seed));
    const labelled = Uint32Array.from(targets.keys()).filter((i) => targets[i]! >= 0);
    return labelled.sort((a, b) => (orders[a]! >>> 0) - (orders[b]! >>> 0)).slice(0, clients);
  };
  assert.ok(heldOutDeviation(alike) > 4, `${heldOutDeviation(alike)}`);
});

test("drawUnlabelled(store, sample) draws clients without an outcome, all when there are no more", () => {
  const drawn = drawUnlabelled(store, {clients: 500, seed: 20});
  assert.equal(drawn.length, 500);
  assert.ok(drawn.every((i) => store.targets[i]! < 0));
  assert.equal(drawUnlabelled(store, {clients: 9000, seed: 20}).length, store.ids.length - LABELLED);
});

const refusal = (of: Outcomes, sample: Sample, folds = 5): string => {
  try {
    checkSample(of, sample, folds);
  } catch (error) {
    assert.ok(error instanceof ScorebookError && error.code === "USAGE");
    return error.detail;
  }
  return "";
};

test("checkSample(store, sample, folds) refuses more clients than are labelled, and takes all for no sample", () => {
  const seed = 20;
  assert.match(
    refusal(store, {clients: LABELLED + 1, seed}),
    new RegExp(`^--sample is "${LABELLED + 1}"; at most ${LABELLED} was expected, [^\n]+\\.$`)
  );
  assert.equal(checkSample(store, {clients: LABELLED, seed}, 5), undefined);
  assert.deepEqual(checkSample(store, {clients: LABELLED - 1, seed}, 5), {clients: LABELLED - 1, seed});
  assert.equal(checkSample(store, undefined, 5), undefined);
});

test("checkSample(store, sample, folds) names the least sample whose every fold has a client of either outcome", () => {
  for (const [folds, seed] of [
    [2, 20],
    [5, 20],
    [5, 21],
    [20, 1]
  ] as const) {
    const [, named] = /at least (\d+) was expected/.exec(refusal(store, {clients: folds, seed}, folds))!;
    const least = Number(named);
    assert.equal(refusal(store, {clients: least, seed}, folds), "");
    assert.notEqual(refusal(store, {clients: least - 1, seed}, folds), "");
    const smallestClass = (clients: number) => {
      const trained = drawLabelled(store, {clients, seed}).filter((i) => !isHeldOut(store.ids[i]!));
      return Math.min(badsIn(trained), trained.length - badsIn(trained));
    };
    assert.ok(smallestClass(least) >= folds && smallestClass(least - 1) < folds, `${folds} ${least}`);
  }
});

test("selectTrainingData(store, {sample}) reads the sample's rows and no others, of either kind", () => {
  const {features, matrix, ids, target} = makeTrainingData(3000, 4);
  const targets = Int8Array.from(target, (value, i) => (i % 5 === 0 ? -1 : value));
  const read: number[] = [];
  const show = showRows(matrix, features.length);
  const from = {
    catalogue: {features},
    ids,
    targets,
    eachRow(indexes: ArrayLike<number>, shown: Parameters<typeof show>[1]) {
      read.push(...Array.from(indexes));
      show(indexes, shown);
    }
  };
  const sample = {clients: 400, seed: 20};
  const data = selectTrainingData(from, {sample, exclude: ["noise"]});
  const test = selectTrainingData(from, {sample, exclude: ["noise"], test: true});
  assert.deepEqual(read, [...drawLabelled(from, sample), ...drawUnlabelled(from, sample)]);
  assert.deepEqual([data.clients, test.clients], [400, 400]);
  const whole = selectTrainingData(from, {exclude: ["noise"]});
  assert.equal(read.length, 800 + whole.clients, "without a sample all that are labelled are read");
  const width = data.features.length;
  const rowOf = ({matrix: all, applications, target: outcomes}: typeof data, i: number) => [
    ...all.subarray(i * width, (i + 1) * width),
    applications[i],
    outcomes[i]
  ];
  data.ids.forEach((id, i) => {
    assert.deepEqual(rowOf(data, i), rowOf(whole, whole.ids.indexOf(id)), `${id}`);
  });
});
