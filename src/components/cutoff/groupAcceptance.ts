import type {OutcomesByPoints} from "../../core/metrics/outcomesByPoints.ts";
import {wilsonInterval} from "../../core/metrics/wilsonInterval.ts";
import {decidedBy, type PointLimits} from "../../core/portfolio/limitOutcomes.ts";
import type {SegmentName} from "../portfolio/segments/segments.ts";

/** How limits treat one group; shares are 0–1. */
export interface GroupAcceptance {
  name: SegmentName;
  clients: number;
  accepted: number;
  /** 95 % Wilson interval of `accepted`. */
  interval: [low: number, high: number];
  acceptedNow: number;
  /** `accepted` over that of the group that is accepted most; null where nobody is, and for a group too small to judge. */
  ratio: number | null;
  ratioNow: number | null;
  /** Observed among the accepted; null when nobody is. */
  badRate: number | null;
}

/**
 * Groups of less than this share of all are neither judged nor compared with. Source: Uniform Guidelines on Employee
 * Selection Procedures, 29 CFR 1607.4 D, questions and answers (1979), where the four-fifths rule comes from.
 */
const LEAST_SHARE = 0.02;

/** Compares what limits and those in force accept in each group; who is referred is not accepted yet. */
export function groupAcceptanceData(
  groups: readonly {name: SegmentName; outcomes: OutcomesByPoints}[],
  limits: PointLimits,
  now: PointLimits
): GroupAcceptance[] {
  const counted = groups.map(({name, outcomes}) => {
    const {approve, refer, decline} = decidedBy(outcomes, limits);
    const clients = approve.clients + refer.clients + decline.clients;
    return {
      name,
      clients,
      accepted: approve.clients / clients,
      interval: wilsonInterval(approve.clients, clients),
      acceptedNow: decidedBy(outcomes, now).approve.clients / clients,
      badRate: approve.badRate
    };
  });
  const all = counted.reduce((sum, {clients}) => sum + clients, 0);
  const isJudged = ({clients}: {clients: number}) => clients >= LEAST_SHARE * all;
  const most = (key: "accepted" | "acceptedNow") =>
    Math.max(0, ...counted.filter(isJudged).map((one) => one[key]));
  const [best, bestNow] = [most("accepted"), most("acceptedNow")];
  const ratio = (share: number, of: number) => (of > 0 ? share / of : null);
  return counted.map((one) => ({
    ...one,
    ratio: isJudged(one) ? ratio(one.accepted, best) : null,
    ratioNow: isJudged(one) ? ratio(one.acceptedNow, bestNow) : null
  }));
}
