import {wilsonInterval} from "../metrics/wilsonInterval.ts";
import type {Portfolio} from "./portfolio.ts";

/** A selection in a few numbers; shares are 0–1, scores in points. */
export interface Summary {
  clients: number;
  shareOfAll: number;
  labelled: number;
  /** Null when no outcome of the selection is known. */
  badRate: number | null;
  interval: [low: number, high: number] | null;
  meanPd: number;
  meanScore: number;
  /** 5th and 95th percentile of the score. */
  low: number;
  high: number;
  /** Share at or above the cut-off. */
  aboveCutoff: number;
  /** Observed among those at or above the cut-off; null when no outcome of theirs is known. */
  badRateAboveCutoff: number | null;
}

/** Sums a selection up; null when it is empty. */
export function summaryData(portfolio: Portfolio, selected: ArrayLike<number>): Summary | null {
  const clients = selected.length;
  if (clients === 0) return null;
  const scores = new Int16Array(clients);
  let labelled = 0;
  let bads = 0;
  let pd = 0;
  let total = 0;
  let above = 0;
  let labelledAbove = 0;
  let badsAbove = 0;
  for (let at = 0; at < clients; at++) {
    const i = selected[at]!;
    const score = portfolio.score[i]!;
    scores[at] = score;
    total += score;
    pd += portfolio.probabilityOfDefault[i]!;
    const isAbove = score >= portfolio.facts.cutoff.score;
    if (isAbove) above++;
    const target = portfolio.target[i]!;
    if (target < 0) continue;
    labelled++;
    bads += target;
    if (!isAbove) continue;
    labelledAbove++;
    badsAbove += target;
  }
  scores.sort();
  return {
    clients,
    shareOfAll: clients / portfolio.size,
    labelled,
    badRate: labelled ? bads / labelled : null,
    interval: labelled ? wilsonInterval(bads, labelled) : null,
    meanPd: pd / clients,
    meanScore: total / clients,
    low: scores[Math.floor(0.05 * (clients - 1))]!,
    high: scores[Math.ceil(0.95 * (clients - 1))]!,
    aboveCutoff: above / clients,
    badRateAboveCutoff: labelledAbove ? badsAbove / labelledAbove : null
  };
}
