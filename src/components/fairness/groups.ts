import {wilsonInterval} from "../../core/metrics/wilsonInterval.ts";
import type {Portfolio} from "../../core/portfolio/portfolio.ts";
import {type SegmentName, type SegmentVariable, segmentation} from "../portfolio/segments/segments.ts";

/** A share of clients, 0–1, with its 95 % Wilson interval. */
export interface Share {
  value: number;
  interval: [low: number, high: number];
  /** Of how many. */
  of: number;
}

/** How one group fares; a share of nobody is null. */
export interface GroupRates {
  name: SegmentName;
  clients: number;
  /** Clients at or above the cut-off. */
  accepted: Share;
  /**
   * The share of acceptances by that of the group with the highest among those of at least a hundred clients, and its
   * 95 % interval; [1, 1] for that group itself. null where that group has no acceptance.
   */
  ratio: {value: number; interval: [low: number, high: number]} | null;
  /** Of the clients with a known outcome: defaults, and the mean probability that was predicted for them. */
  badRate: Share | null;
  predicted: number | null;
  /** Defaults among the accepted. */
  badRateAccepted: Share | null;
  /** Declined among those who repaid. */
  falseDeclined: Share | null;
}

const LEAST_CLIENTS = 100;
const Z_95 = 1.959963984540054;

/**
 * Compares the decisions on groups of clients; scores beside outcomes are out of fold. Groups without clients and
 * clients without the fact are left out.
 */
export function groupsData(portfolio: Portfolio, variable: SegmentVariable): GroupRates[] {
  const {names, segmentOf} = segmentation(portfolio, variable);
  const groups = count(portfolio, names.length, segmentOf).map((sum, index) => ({
    name: names[index]!,
    ...sum
  }));
  const kept = groups.filter(({name, clients}) => name.kind !== "missing" && clients > 0);
  const large = kept.filter(({clients}) => clients >= LEAST_CLIENTS);
  const best = (large.length > 0 ? large : kept).toSorted(
    (a, b) => b.accepted / b.clients - a.accepted / a.clients
  )[0];
  return kept.map((group) => ({
    name: group.name,
    clients: group.clients,
    accepted: share(group.accepted, group.clients)!,
    ratio:
      best!.accepted === 0 ? null : group === best ? {value: 1, interval: [1, 1]} : ratioOf(group, best!),
    badRate: share(group.bads, group.labelled),
    predicted: group.labelled ? group.predicted / group.labelled : null,
    badRateAccepted: share(group.badsAccepted, group.labelledAccepted),
    falseDeclined: share(group.goodsDeclined, group.labelled - group.bads)
  }));
}

function count(
  {size, score, target, probabilityOfDefault, facts}: Portfolio,
  groups: number,
  groupOf: (i: number) => number
) {
  const sums = Array.from({length: groups}, () => ({
    ...{clients: 0, accepted: 0, labelled: 0, bads: 0, predicted: 0},
    ...{labelledAccepted: 0, badsAccepted: 0, goodsDeclined: 0}
  }));
  for (let i = 0; i < size; i++) {
    const sum = sums[groupOf(i)]!;
    const isAccepted = score[i]! >= facts.cutoff.score;
    sum.clients++;
    if (isAccepted) sum.accepted++;
    if (target[i]! < 0) continue;
    sum.labelled++;
    sum.bads += target[i]!;
    sum.predicted += probabilityOfDefault[i]!;
    if (isAccepted) {
      sum.labelledAccepted++;
      sum.badsAccepted += target[i]!;
    } else if (target[i] === 0) sum.goodsDeclined++;
  }
  return sums;
}

const share = (k: number, n: number): Share | null =>
  n === 0 ? null : {value: k / n, interval: wilsonInterval(k, n), of: n};

/**
 * Divides two shares. Source of the interval: D. Katz et al., "Obtaining confidence intervals for the risk ratio in
 * cohort studies", Biometrics 34 (1978), on the logarithm; half a client stands for none.
 */
function ratioOf(
  one: {accepted: number; clients: number},
  other: {accepted: number; clients: number}
): NonNullable<GroupRates["ratio"]> {
  const value = one.accepted / one.clients / (other.accepted / other.clients);
  const [a, b] = [Math.max(one.accepted, 0.5), Math.max(other.accepted, 0.5)];
  const error = Math.sqrt(Math.max(0, 1 / a - 1 / one.clients) + Math.max(0, 1 / b - 1 / other.clients));
  const centre = a / one.clients / (b / other.clients);
  return {value, interval: [centre * Math.exp(-Z_95 * error), centre * Math.exp(Z_95 * error)]};
}
