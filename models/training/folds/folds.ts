import {ScorebookError} from "../../../src/core/errors.ts";
import {createRandom, shuffle} from "../random.ts";

/**
 * Assigns each client a fold, 0 to folds − 1, so that all folds have the same number of good and of bad clients
 * (± 1 each). The same target and seed give the same folds.
 * @throws USAGE when a class has fewer clients than there are folds
 */
export function stratifiedFolds(target: ArrayLike<number>, folds: number, seed: number): Uint8Array {
  const random = createRandom(seed);
  const assigned = new Uint8Array(target.length);
  let next = 0;
  for (const kind of [1, 0]) {
    const members = Array.from({length: target.length}, (_, i) => i).filter((i) => target[i] === kind);
    if (members.length < folds)
      throw new ScorebookError(
        "USAGE",
        `The data has ${members.length} ${kind === 1 ? "bad" : "good"} clients, at least one for each of ${folds} folds was expected.`
      );
    for (const member of shuffle(members, random)) assigned[member] = next++ % folds;
  }
  return assigned;
}

/** Lists the rows whose fold passes the test, ascending. */
export function rowsWhere(assigned: ArrayLike<number>, test: (fold: number) => boolean): Uint32Array {
  return Uint32Array.from(
    Array.from({length: assigned.length}, (_, i) => i).filter((i) => test(assigned[i]!))
  );
}
