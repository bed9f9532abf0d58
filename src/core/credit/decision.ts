import type {Decision} from "../schema/score.ts";
import type {Policy} from "./policy.ts";

/**
 * Decides on calibrated log-odds of default: decline above the cut-off, refer above the refer limit (if there is
 * one), approve otherwise. A client exactly on a limit gets the better decision: there both cost the same.
 */
export function decide(policy: Policy, logOdds: number): Decision {
  if (logOdds > policy.cutoff.logOdds) return "decline";
  if (policy.refer && logOdds > policy.refer.logOdds) return "refer";
  return "approve";
}
