import type {OverrideReason} from "../../core/credit/overrides.ts";
import {withoutMedian} from "../../core/credit/statements/compared.ts";
import type {DecisionSummary} from "../../core/schema/decision.ts";
import type {Explanation, ReasonCode} from "../../core/schema/explanation.ts";
import type {Decision} from "../../core/schema/score.ts";
import type {Bilingual} from "../client/clientApi.ts";

/** What a customer is told. */
export interface Letter {
  decision: Decision;
  /** Whether somebody has decided and it counts; else it is a draft that must not be sent. */
  isFinal: boolean;
  /** Headings with what is on record, of a decline; the costliest first. */
  reasons: {label: Bilingual; fact: Bilingual | null}[];
  /** Why a person declined whom the model would have approved; null where the model's reasons are told. */
  override: OverrideReason | null;
}

/** Puts together what a customer is told: the decision that counts, else the model's, and the reasons of a decline. */
export function letterData(
  {decision: model, reasonCodes}: Pick<Explanation, "decision" | "reasonCodes">,
  made: DecisionSummary | null
): Letter {
  const isFinal = made !== null && (made.status === "final" || made.status === "confirmed");
  const decision = isFinal ? made.decision : model;
  const isOwn = isFinal && decision === "decline" && model !== "decline";
  return {
    decision,
    isFinal,
    reasons: decision === "decline" && !isOwn ? reasonCodes.map(told) : [],
    override: isOwn ? ((made.override?.reason as OverrideReason) ?? null) : null
  };
}

/** Sentences that tell a figure of the lender's own, such as a rate that the model reckons with. */
const INTERNAL = new Set([
  "value",
  "category_rate",
  "at_peers",
  "below_peers",
  "above_peers",
  "two_scores",
  "mean_and_age"
]);

/** Tells a reason by its heading, and by what is on the client's record where that is a fact and no internal figure. */
function told({code, label, variant, facts, text}: ReasonCode): Letter["reasons"][number] {
  const isInternal = code === "external_scores" || INTERNAL.has(variant) || "median" in facts;
  return {label, fact: isInternal ? null : withoutMedian(text)};
}
