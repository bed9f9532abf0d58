import assert from "node:assert/strict";
import {test} from "node:test";
import {compareScores} from "../../src/core/credit/comparison.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import {createRandom} from "./boosterRandom.ts";

const COST = {falseNegative: 10, falsePositive: 1};
const CUTOFF = Math.log(1 / 10);

/** Clients whose default depends on a hidden risk that both scores see, each with noise of its own. */
function draw(clients: number, seed: number, noise: [number, number]) {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const risk = Float64Array.from({length: clients}, () => normal() - 2.4);
  const target = Uint8Array.from(risk, (value) => (random() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  const [champion, challenger] = noise.map((own) => risk.map((value) => value + own * normal()));
  return {target, champion: champion!, challenger: challenger!};
}

/** Adds up what the comparison says of a model, client by client and in another way. */
function byHand(target: Uint8Array, score: Float64Array) {
  let cost = 0;
  for (const [i, value] of score.entries()) {
    if (target[i] === 1 && value <= CUTOFF) cost += COST.falseNegative;
    if (target[i] === 0 && value > CUTOFF) cost += COST.falsePositive;
  }
  return {auc: auc(target, score), cost: (1000 * cost) / score.length};
}

test("compareScores(target, a, b, at) gives AUC, cost and swap sets as counted by hand", () => {
  const {target, champion, challenger} = draw(2000, 1, [1, 0.5]);
  const {
    auc: rank,
    costPer1000,
    swapSets,
    clients,
    bad
  } = compareScores(target, champion, challenger, {
    cutoff: CUTOFF,
    cost: COST
  });
  const [own, other] = [byHand(target, champion), byHand(target, challenger)];
  assert.deepEqual([rank.champion, rank.challenger], [own.auc, other.auc]);
  assert.ok(Math.abs(rank.difference - (other.auc - own.auc)) < 1e-12);
  assert.deepEqual([costPer1000.champion, costPer1000.challenger], [own.cost, other.cost]);
  const sets = Object.values(swapSets);
  assert.equal(
    sets.reduce((sum, set) => sum + set.clients, 0),
    clients
  );
  assert.equal(
    sets.reduce((sum, set) => sum + set.bad, 0),
    bad
  );
  const only = champion.filter((value, i) => value <= CUTOFF && challenger[i]! > CUTOFF).length;
  assert.equal(swapSets.onlyByChampion.clients, only);
});

test("the standard errors are those of 400 bootstrap samples, within a fifth", () => {
  const {target, champion, challenger} = draw(1500, 2, [1, 0.6]);
  const at = {cutoff: CUTOFF, cost: COST};
  const {auc: rank, costPer1000} = compareScores(target, champion, challenger, at);
  const random = createRandom(3);
  const samples = Array.from({length: 400}, () => {
    const drawn = Array.from({length: target.length}, () => Math.floor(random() * target.length));
    const take = (values: ArrayLike<number>) => Float64Array.from(drawn, (i) => values[i]!);
    const sample = compareScores(take(target), take(champion), take(challenger), at);
    return [sample.auc.difference, sample.costPer1000.difference] as const;
  });
  const deviation = (values: number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  };
  for (const [told, k] of [
    [rank.standardError, 0],
    [costPer1000.standardError, 1]
  ] as const) {
    const ratio = told / deviation(samples.map((sample) => sample[k]!));
    assert.ok(ratio > 0.8 && ratio < 1.25, `${told} is ${ratio} of the bootstrap's`);
  }
});

test("a model beside itself differs by nothing, and one that is planted worse is seen", () => {
  const {target, champion, challenger} = draw(3000, 4, [0.2, 3]);
  const at = {cutoff: CUTOFF, cost: COST};
  const same = compareScores(target, champion, champion, at);
  assert.deepEqual([same.auc.difference, same.costPer1000.difference], [0, 0]);
  assert.equal(same.swapSets.onlyByChampion.clients + same.swapSets.onlyByChallenger.clients, 0);
  const worse = compareScores(target, champion, challenger, at);
  assert.ok(worse.auc.interval[1] < 0, JSON.stringify(worse.auc));
  assert.ok(worse.costPer1000.interval[0] > 0, JSON.stringify(worse.costPer1000));
});
