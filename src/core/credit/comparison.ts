import {auc} from "../metrics/auc.ts";
import {aucDifference} from "../metrics/delong.ts";
import type {Cost} from "./cutoff.ts";

/** Clients of one of the four ways in which two models decide. */
export interface SwapSet {
  clients: number;
  /** Of them, those who defaulted. */
  bad: number;
}

/** A figure of both models on the same clients, and challenger less champion. */
export interface Paired {
  champion: number;
  challenger: number;
  difference: number;
  /** Of the difference, over the drawing of clients. */
  standardError: number;
  /** 95 %: difference ± 1.96 standard errors. */
  interval: [number, number];
}

export interface Comparison {
  clients: number;
  bad: number;
  auc: Paired;
  /** What decisions at the cut-off cost for 1,000 clients. */
  costPer1000: Paired;
  /** Approved means not declined. */
  swapSets: Record<"approvedByBoth" | "onlyByChampion" | "onlyByChallenger" | "declinedByBoth", SwapSet>;
}

const Z_95 = 1.959963984540054;

/**
 * Compares two models on the same clients: the AUC by DeLong's paired standard error, the cost at one cut-off by the
 * differences client by client, and whom only one of them would approve. NaN without two clients of each class.
 * @param target 0 or 1 per client
 * @param champion log-odds of default per client, calibrated; `challenger` likewise
 * @param cutoff log-odds beyond which clients are declined
 */
export function compareScores(
  target: ArrayLike<number>,
  champion: Float64Array,
  challenger: Float64Array,
  {cutoff, cost}: {cutoff: number; cost: Cost}
): Comparison {
  const clients = target.length;
  const swapSets: Comparison["swapSets"] = {
    approvedByBoth: {clients: 0, bad: 0},
    onlyByChampion: {clients: 0, bad: 0},
    onlyByChallenger: {clients: 0, bad: 0},
    declinedByBoth: {clients: 0, bad: 0}
  };
  const costOf = (isBad: boolean, isApproved: boolean) =>
    isBad === isApproved ? (isBad ? cost.falseNegative : cost.falsePositive) : 0;
  const sums = {champion: 0, challenger: 0, squares: 0};
  let bad = 0;
  for (let i = 0; i < clients; i++) {
    const isBad = target[i] === 1;
    const [one, other] = [champion[i]! <= cutoff, challenger[i]! <= cutoff];
    const set = one
      ? swapSets[other ? "approvedByBoth" : "onlyByChampion"]
      : swapSets[other ? "onlyByChallenger" : "declinedByBoth"];
    set.clients++;
    if (isBad) {
      set.bad++;
      bad++;
    }
    const [before, after] = [costOf(isBad, one), costOf(isBad, other)];
    sums.champion += before;
    sums.challenger += after;
    sums.squares += (after - before) ** 2;
  }
  const mean = (sums.challenger - sums.champion) / clients;
  const variance = (sums.squares - clients * mean ** 2) / (clients - 1);
  const delong = aucDifference(target, challenger, champion);
  return {
    clients,
    bad,
    auc: paired(auc(target, champion), auc(target, challenger), delong.difference, delong.standardError),
    costPer1000: paired(
      (1000 * sums.champion) / clients,
      (1000 * sums.challenger) / clients,
      1000 * mean,
      1000 * Math.sqrt(variance / clients)
    ),
    swapSets
  };
}

const paired = (champion: number, challenger: number, difference: number, standardError: number): Paired => ({
  champion,
  challenger,
  difference,
  standardError,
  interval: [difference - Z_95 * standardError, difference + Z_95 * standardError]
});
