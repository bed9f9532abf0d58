import type {OverrideReason} from "../../src/core/credit/overrides.ts";
import type {Policy} from "../../src/core/credit/policy.ts";
import type {Decision} from "../../src/core/schema/score.ts";
import type {Evidence, ModelOutcome} from "./outcome.ts";

/** What somebody asks to be decided. */
export interface DecisionRequest {
  decision: Decision;
  override?: {reason: OverrideReason; note?: string};
  note?: string;
  /** The version of the client's case that they decided on. */
  case?: number;
  by?: string;
}

/** The body of a record of kind "decision". */
export interface DecisionBody {
  clientId: number;
  /** What was decided; the model's own is in the outcome. */
  decision: Decision;
  override: {reason: OverrideReason; note: string} | null;
  note: string;
  case: number | null;
  /** Whether it counts only when a second person has confirmed it. */
  needsSecond: boolean;
  outcome: ModelOutcome;
  policy: Policy;
  model: Evidence["model"];
  data: Evidence["data"];
}

/** The body of a record that settles a decision which needs two people. */
export interface SecondBody {
  clientId: number;
  /** The record of the decision. */
  decisionId: number;
  note: string;
}
