import type {Decision, Score} from "../schema/score.ts";
import {calibrate} from "./calibration.ts";
import {decide} from "./decision.ts";
import {logOddsToProbability} from "./logOdds.ts";
import type {Policy} from "./policy.ts";
import {logOddsToPoints} from "./scale.ts";

export type Assessment = Pick<Score, "probabilityOfDefault" | "score" | "decision" | "cutoff">;

/**
 * Rounds points to a whole score that never contradicts the decision: score < cutoff.score ⇔ decline, and
 * score ≥ the refer limit ⇔ approve. Only a client within a point of a limit is rounded the other way.
 */
export function roundToDecision(policy: Policy, points: number, decision: Decision): number {
  const rounded = Math.round(points);
  const declineBelow = Math.ceil(policy.cutoff.score);
  const approveFrom = policy.refer ? Math.ceil(policy.refer.score) : declineBelow;
  switch (decision) {
    case "decline":
      return Math.min(rounded, declineBelow - 1);
    case "refer":
      return Math.min(Math.max(rounded, declineBelow), approveFrom - 1);
    case "approve":
      return Math.max(rounded, approveFrom);
  }
}

/** Turns a raw score into probability, points and decision under a policy. */
export function assess(policy: Policy, rawScore: number): Assessment {
  const logOdds = calibrate(policy.calibration, rawScore);
  const decision = decide(policy, logOdds);
  return {
    probabilityOfDefault: logOddsToProbability(logOdds),
    score: roundToDecision(policy, logOddsToPoints(policy.scale, logOdds), decision),
    decision,
    cutoff: {
      probability: policy.cutoff.probability,
      score: policy.cutoff.score,
      policyVersion: policy.version,
      ...(policy.refer && {refer: {probability: policy.refer.probability, score: policy.refer.score}})
    }
  };
}
