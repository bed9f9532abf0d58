import type {FeatureStore} from "../../../loaders/store.ts";
import {murmur3} from "../folds/holdout.ts";

/** Which labelled clients are trained on when not all are: how many, those held out among them, and of which seed. */
export interface Sample {
  clients: number;
  seed: number;
}

/** Clients with what is known of them: ids ascending, 1 = default, 0 = paid, −1 = not known. */
export type Outcomes = Pick<FeatureStore, "ids" | "targets">;

/** Keeps the order in which clients are drawn apart from the one that holds them out, whatever the seed. */
const SAMPLE_SALT = 0x44_52_41_57;

/** Tells a client's place in the order of a seed: 0 to 2³² − 1, another for each id. It depends on nothing else. */
export const orderOf = (clientId: number, seed: number): number =>
  murmur3(murmur3(clientId, SAMPLE_SALT), seed);

/** Lists the positions of the clients of an outcome, ascending. */
export function membersOf({targets}: Outcomes, outcome: number): Uint32Array {
  const members = new Uint32Array(targets.length);
  let count = 0;
  for (let i = 0; i < targets.length; i++) if (targets[i] === outcome) members[count++] = i;
  return members.slice(0, count);
}

/** Counts the defaults of a sample that has the share of all labelled clients, to within half a client. */
export const badsOf = (clients: number, bads: number, labelled: number): number =>
  Math.round((clients * bads) / labelled);

/** Keeps those who come first in the order of a seed; all of them when there are no more. */
function firstOf(members: Uint32Array, count: number, {ids}: Outcomes, seed: number): Uint32Array {
  if (count >= members.length) return members;
  const next = members.map((i) => orderOf(ids[i]!, seed)).sort()[count]!;
  return members.filter((i) => orderOf(ids[i]!, seed) < next);
}

/**
 * Draws the positions of a sample's labelled clients, ascending: of each outcome those who come first in an order that the
 * seed makes of the ids. The same data, seed and number give the same clients on every machine; a larger number gives
 * these and more. `clients` is at most the number of labelled ones.
 */
export function drawLabelled(store: Outcomes, {clients, seed}: Sample): Uint32Array {
  const [bad, good] = [membersOf(store, 1), membersOf(store, 0)];
  const bads = badsOf(clients, bad.length, bad.length + good.length);
  const drawn = new Uint32Array(clients);
  drawn.set(firstOf(bad, bads, store, seed));
  drawn.set(firstOf(good, clients - bads, store, seed), bads);
  return drawn.sort();
}

/** Draws the positions of as many clients without an outcome, ascending; all of them when there are no more. */
export const drawUnlabelled = (store: Outcomes, {clients, seed}: Sample): Uint32Array =>
  firstOf(membersOf(store, -1), clients, store, seed);
