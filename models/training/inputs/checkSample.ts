import {isHeldOut} from "../folds/holdout.ts";
import {fail} from "../options.ts";
import {badsOf, membersOf, type Outcomes, orderOf, type Sample} from "./sample.ts";

/**
 * Holds a sample against a data set before anything is read of it. Everyone is no sample: nothing is drawn then.
 * @returns the sample, undefined when it has everyone
 * @throws USAGE when it is to have more clients than are labelled, or fewer than the folds need
 */
export function checkSample(store: Outcomes, sample: Sample | undefined, folds: number): Sample | undefined {
  if (!sample) return undefined;
  const {clients, seed} = sample;
  const labelled = store.targets.reduce((count, target) => count + Number(target >= 0), 0);
  if (clients > labelled)
    fail(
      `--sample is "${clients}"; at most ${labelled} was expected, which is how many clients of the data set have a TARGET.`
    );
  if (clients === labelled) return undefined;
  const least = leastSample(store, folds, seed);
  if (least !== undefined && clients < least)
    fail(
      `--sample is "${clients}"; at least ${least} was expected, so that each of ${folds} folds has a client of either outcome.`
    );
  return sample;
}

/** Finds the least sample that has a client of either outcome for each fold, the hold-out aside; none when all do not. */
function leastSample(store: Outcomes, folds: number, seed: number): number | undefined {
  const members = [membersOf(store, 1), membersOf(store, 0)] as const;
  const [bads, goods] = members.map((positions) => drawnUntil(positions, folds, store, seed)) as [
    number,
    number
  ];
  const labelled = members[0].length + members[1].length;
  for (let clients = 1; clients <= labelled; clients++) {
    const ofBad = badsOf(clients, members[0].length, labelled);
    if (ofBad >= bads && clients - ofBad >= goods) return clients;
  }
  return undefined;
}

/** Counts how many of the members are drawn until `count` of them are not held out; ∞ when there are not so many. */
function drawnUntil(members: Uint32Array, count: number, {ids}: Outcomes, seed: number): number {
  const orders = members
    .filter((i) => !isHeldOut(ids[i]!))
    .map((i) => orderOf(ids[i]!, seed))
    .sort();
  const last = orders[count - 1];
  if (last === undefined) return Number.POSITIVE_INFINITY;
  return members.filter((i) => orderOf(ids[i]!, seed) <= last).length;
}
