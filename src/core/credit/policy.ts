import {ScorebookError} from "../errors.ts";
import type {Calibration} from "./calibration.ts";
import {type Cost, optimalLogOdds, optimalProbability} from "./cutoff.ts";
import {logOddsToProbability, probabilityToLogOdds} from "./logOdds.ts";
import {logOddsToPoints, type Scale} from "./scale.ts";

/** Limits that people have set in the place of those that follow from the costs. */
export interface PolicyLimits {
  /** Counts the policies of a server; 0 is what model and configuration say. */
  version: number;
  /** Of default, calibrated; beyond it: decline. */
  cutoffLogOdds: number;
  /** Beyond it: refer; nobody is referred when absent. */
  referLogOdds?: number;
}

/** What a raw score is turned into a decision with. */
export interface PolicySource {
  calibration: Calibration;
  cost: Cost;
  scale: Scale;
  /** Clients at or below the cut-off but above this probability are referred to a person; nobody when absent. */
  referAbove?: number;
  /** Take the place of what follows from `cost` and `referAbove`. */
  limits?: PolicyLimits;
}

/** A limit between decisions. A client exactly on it is on the safer side. */
export interface Limit {
  /** Of default. */
  probability: number;
  logOdds: number;
  /** In points; not necessarily a whole number. */
  score: number;
}

export interface Policy extends Omit<PolicySource, "limits"> {
  /** 0 for what model and configuration say, else that of the limits. */
  version: number;
  /** Beyond it: decline. */
  cutoff: Limit;
  /** Beyond it: refer, when there is a refer band. */
  refer?: Limit;
}

/** Takes the noise of floating point out of a limit in points, so that 600 reads 600. */
function tidy(points: number): number {
  return Math.round(points * 1e9) / 1e9;
}

/**
 * Creates the policy of a model, with its own costs and scale unless others are given.
 * @throws CONFIG_INVALID when costs or scale are not positive, or the refer band is outside the approvals or
 * narrower than one whole point
 */
export function createPolicy(source: PolicySource, overrides: Partial<PolicySource> = {}): Policy {
  const {calibration, cost, scale, referAbove, limits} = {...source, ...overrides};
  if (!(scale.baseOdds > 0 && scale.pdo > 0 && Number.isFinite(scale.baseScore)))
    throw new ScorebookError(
      "CONFIG_INVALID",
      "The score scale needs a positive base_odds and a positive pdo."
    );
  const limit = (probability: number, logOdds: number): Limit => ({
    probability,
    logOdds,
    score: tidy(logOddsToPoints(scale, logOdds))
  });
  if (limits) {
    const {version, cutoffLogOdds, referLogOdds} = limits;
    const at = (logOdds: number) => limit(logOddsToProbability(logOdds), logOdds);
    const cutoff = at(cutoffLogOdds);
    if (referLogOdds === undefined) return {version, calibration, cost, scale, cutoff};
    const refer = at(referLogOdds);
    checkBand(cutoff, refer);
    return {version, calibration, cost, scale, referAbove: refer.probability, cutoff, refer};
  }
  const version = 0;
  const cutoff = limit(optimalProbability(cost), optimalLogOdds(cost));
  if (referAbove === undefined) return {version, calibration, cost, scale, cutoff};
  if (!(referAbove > 0 && referAbove < cutoff.probability))
    throw new ScorebookError(
      "CONFIG_INVALID",
      `The refer band begins at probability ${referAbove}; a value between 0 and the cut-off ${cutoff.probability} was expected.`
    );
  const refer = limit(referAbove, probabilityToLogOdds(referAbove));
  checkBand(cutoff, refer);
  return {version, calibration, cost, scale, referAbove, cutoff, refer};
}

function checkBand(cutoff: Limit, refer: Limit): void {
  if (Math.ceil(refer.score) > Math.ceil(cutoff.score)) return;
  throw new ScorebookError(
    "CONFIG_INVALID",
    `The refer band from ${cutoff.score} to ${refer.score} points holds no whole score; a wider band was expected.`
  );
}
