import {mix, Rng} from "./draws/random.ts";

/** Kaggle's first client id, and how many follow it without a gap. */
export const FIRST_CLIENT = 100001;
export const ALL_CLIENTS = 356255;
/** So many times Kaggle's clients a set may have; their ids go on above Kaggle's. */
const MOST_TIMES = 10;
export const MOST_CLIENTS = MOST_TIMES * ALL_CLIENTS;
export const TEST_CLIENTS = 48744;
/** The client that examples everywhere name; it is in every demo set, among the labelled. */
export const KNOWN_CLIENT = 100002;

/** Lists clients' ids, ascending: one from each of `clients` equal strata of Kaggle's range; of more than that, all. */
export function clientIds(clients: number, seed: number): Int32Array {
  const range = Math.max(clients, ALL_CLIENTS);
  const rng = new Rng(mix(seed, 1));
  const ids = new Int32Array(clients);
  for (let k = 0; k < clients; k++) {
    const from = Math.floor((k * range) / clients);
    const to = Math.floor(((k + 1) * range) / clients) - 1;
    const offset = from <= 1 && to >= 1 ? 1 : rng.integer(from, to);
    ids[k] = FIRST_CLIENT + offset;
  }
  return ids;
}

/** Marks the test clients (1) in Kaggle's proportion of 48,744 to 307,511, spread over the range of ids. */
export function testMarks(ids: Int32Array, seed: number): Uint8Array {
  const rng = new Rng(mix(seed, 2));
  const marks = new Uint8Array(ids.length);
  const count = Math.round((ids.length * TEST_CLIENTS) / ALL_CLIENTS);
  for (let j = 0; j < count; j++) {
    const from = Math.floor((j * ids.length) / count);
    const to = Math.floor(((j + 1) * ids.length) / count) - 1;
    let k = rng.integer(from, to);
    if (ids[k] === KNOWN_CLIENT) k = k < to ? k + 1 : k - 1;
    if (k >= 0) marks[k] = 1;
  }
  return marks;
}

/** Returns a function that gives each key of [first, first + count) once, in a scattered order, then goes on above. */
export function keySequence(first: number, count: number, seed: number): () => number {
  const rng = new Rng(mix(seed, first));
  const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));
  let step = rng.integer(Math.floor(count * 0.3), Math.floor(count * 0.7));
  while (greatestDivisor(step, count) !== 1) step++;
  let at = rng.integer(0, count - 1);
  let given = 0;
  return () => {
    if (given >= count) return first + given++;
    given++;
    at = (at + step) % count;
    return first + at;
  };
}
