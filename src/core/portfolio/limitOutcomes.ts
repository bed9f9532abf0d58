import {type Counted, countBetween, type OutcomesByPoints} from "../metrics/outcomesByPoints.ts";
import {wilsonInterval} from "../metrics/wilsonInterval.ts";
import type {Decision} from "../schema/score.ts";

/** A cut-off in points, and how many points above it clients are referred to a person; 0 for none. */
export interface PointLimits {
  cutoff: number;
  referBand: number;
}

export interface Decided extends Counted {
  /** Observed, 0–1, with its 95 % Wilson interval; null without clients. */
  badRate: number | null;
  interval: [low: number, high: number] | null;
}

/** Clients whom other limits would decide otherwise. */
export interface Swap extends Decided {
  from: Decision;
  to: Decision;
}

const DECISIONS = ["approve", "refer", "decline"] as const satisfies readonly Decision[];

/** Counts what limits decide on clients of known outcome, and how many of them defaulted. */
export function decidedBy(outcomes: OutcomesByPoints, limits: PointLimits): Record<Decision, Decided> {
  return Object.fromEntries(
    DECISIONS.map((decision) => {
      const [low, high] = stretch(limits, decision);
      return [decision, rated(countBetween(outcomes, low, high))];
    })
  ) as Record<Decision, Decided>;
}

/**
 * Finds who changes sides between two limits: every change from one decision to another that somebody makes. Source:
 * "swap set", N. Siddiqi, "Intelligent Credit Scoring" (2017).
 */
export function swapSet(outcomes: OutcomesByPoints, now: PointLimits, then: PointLimits): Swap[] {
  return DECISIONS.flatMap((from) =>
    DECISIONS.filter((to) => to !== from).flatMap((to) => {
      const [a, b] = [stretch(now, from), stretch(then, to)];
      const counted = countBetween(outcomes, Math.max(a[0], b[0]), Math.min(a[1], b[1]));
      return counted.clients > 0 ? [{from, to, ...rated(counted)}] : [];
    })
  );
}

/** The points from which and below which a decision is made. */
function stretch({cutoff, referBand}: PointLimits, decision: Decision): [low: number, high: number] {
  if (decision === "decline") return [Number.NEGATIVE_INFINITY, cutoff];
  if (decision === "refer") return [cutoff, cutoff + referBand];
  return [cutoff + referBand, Number.POSITIVE_INFINITY];
}

const rated = ({clients, bads}: Counted): Decided => ({
  clients,
  bads,
  badRate: clients > 0 ? bads / clients : null,
  interval: clients > 0 ? wilsonInterval(bads, clients) : null
});
