import assert from "node:assert/strict";
import {test} from "node:test";
import fc from "fast-check";
import {createRoundChoice, type RoundChoice} from "../../models/training/folds/roundChoice.ts";

const FOLDS = 3;
/** Metrics of three folds round by round, in steps so that rounds can be equally good. */
const curves = fc.array(fc.array(fc.integer({min: 0, max: 9}), {minLength: FOLDS, maxLength: FOLDS}), {
  minLength: 4,
  maxLength: 40
});

function choose(rounds: readonly (readonly number[])[], patience: number): RoundChoice {
  const choice = createRoundChoice(FOLDS, patience);
  for (const metrics of rounds) {
    if (choice.isOver) break;
    choice.push(metrics);
  }
  return choice;
}
const withOwn = (rounds: number[][], fold: number, value: (round: number) => number) =>
  rounds.map((metrics, round) => metrics.map((metric, k) => (k === fold ? value(round) : metric)));

test("createRoundChoice(folds, patience) gives a fold rounds that its own metrics have no say in", () => {
  fc.assert(
    fc.property(curves, fc.nat({max: FOLDS - 1}), fc.integer({min: 1, max: 6}), (rounds, fold, patience) => {
      const own = [(round: number) => round, (round: number) => -round, (round: number) => (round * 7) % 5];
      const chosen = own.map((value) => choose(withOwn(rounds, fold, value), patience).roundsPerFold[fold]);
      // A fold's own metrics may only decide how long the others are looked at, never past their own patience.
      return new Set(chosen).size === 1;
    }),
    {seed: 20, numRuns: 300}
  );
});

test("createRoundChoice(folds, patience).rounds, chosen on all folds, would be found out", () => {
  const rounds = Array.from({length: 10}, () => [1, 1, 1]);
  const rising = choose(
    withOwn(rounds, 0, (round) => round),
    20
  );
  const falling = choose(
    withOwn(rounds, 0, (round) => -round),
    20
  );
  assert.deepEqual([rising.rounds, falling.rounds], [10, 1]);
  assert.deepEqual([rising.roundsPerFold[0], falling.roundsPerFold[0]], [1, 1]);
});

test("createRoundChoice(folds, patience) stops when no mean has improved for so long, and keeps the best", () => {
  const choice = choose(
    [
      [1, 1, 1],
      [3, 3, 3],
      [2, 2, 2],
      [2, 2, 2],
      [9, 9, 9]
    ],
    2
  );
  assert.equal(choice.isOver, true);
  assert.deepEqual([choice.rounds, choice.roundsPerFold], [2, [2, 2, 2]]);
});

test("createRoundChoice(folds, 0) takes every round", () => {
  const choice = choose(
    [
      [3, 3, 3],
      [2, 2, 2],
      [1, 1, 1]
    ],
    0
  );
  assert.equal(choice.isOver, false);
  assert.deepEqual([choice.rounds, choice.roundsPerFold], [3, [3, 3, 3]]);
});
