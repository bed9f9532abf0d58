import type {Portfolio} from "../../../core/portfolio/portfolio.ts";

export const CLIENT_ORDERS = ["lowest", "highest", "nearest", "random", "id"] as const;
export type ClientOrder = (typeof CLIENT_ORDERS)[number];

/** One line of the list of clients. */
export interface ListedClient {
  clientId: number;
  score: number;
  probabilityOfDefault: number;
  age: number;
  /** 1 = default, 0 = repaid, −1 = not known yet. */
  target: number;
}

/** More than any data set has clients, so that a rank and a position fit into one number. */
const POSITIONS = 2 ** 24;

/**
 * Puts the positions of a selection in an order: least or greatest score, distance from the cut-off, or as `seed`
 * shuffles them. Equal ones stay by position.
 */
export function orderClients(
  portfolio: Portfolio,
  selected: ArrayLike<number>,
  order: ClientOrder,
  seed = 0
): Uint32Array {
  const {score, facts} = portfolio;
  const cutoff = facts.cutoff.score;
  const rank: Record<ClientOrder, (i: number) => number> = {
    lowest: (i) => score[i]! + 2 ** 15,
    highest: (i) => 2 ** 15 - score[i]!,
    nearest: (i) => Math.round(16 * Math.abs(score[i]! - cutoff)),
    random: (i) => shuffled(i, seed),
    id: () => 0
  };
  const rankOf = rank[order];
  // One number a client sorts at the speed of numbers, where a comparison function would take ten times as long.
  const keys = Float64Array.from(selected, (i) => rankOf(i) * POSITIONS + i).sort();
  return Uint32Array.from(keys, (key) => key % POSITIONS);
}

/** Converts a position to one of 2^20 ranks that looks random and is the same for the same seed. */
function shuffled(i: number, seed: number): number {
  let x = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return (x ^ (x >>> 15)) >>> 12;
}

/** Lists one page of ordered clients; pages count from 1. */
export function clientListData(
  portfolio: Portfolio,
  ordered: Uint32Array,
  page: number,
  pageLength: number
): ListedClient[] {
  const {clientId, score, probabilityOfDefault, age, target} = portfolio;
  return Array.from(ordered.subarray((page - 1) * pageLength, page * pageLength), (i) => ({
    clientId: clientId[i]!,
    score: score[i]!,
    probabilityOfDefault: probabilityOfDefault[i]!,
    age: age[i]!,
    target: target[i]!
  }));
}
