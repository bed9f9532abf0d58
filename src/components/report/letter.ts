import {PERSONAL_CAUSES} from "../../core/credit/causes.ts";
import type {OverrideReason} from "../../core/credit/overrides.ts";
import type {DecisionSummary} from "../../core/schema/decision.ts";
import type {Explanation, ReasonCode} from "../../core/schema/explanation.ts";
import type {Decision} from "../../core/schema/score.ts";
import {withApostrophes} from "../../core/words/language.ts";
import type {Bilingual} from "../client/clientApi.ts";
import {factFor} from "./letterVoice.ts";

/** What a customer is told. */
export interface Letter {
  decision: Decision;
  /** Whether somebody has decided and it counts; else it is a draft that must not be sent. */
  isFinal: boolean;
  /** Headings with a fact on record, of a decline; the costliest first. */
  reasons: {
    label: Bilingual;
    fact: Bilingual;
    /** Whether it rests on a trait of the person that the law may forbid as a ground. */
    isPersonal: boolean;
  }[];
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
    reasons: decision === "decline" && !isOwn ? reasonCodes.flatMap(told) : [],
    override: isOwn ? ((made.override?.reason as OverrideReason) ?? null) : null
  };
}

/** Tells a reason by its heading and its fact; one without a fact that the customer can check is not told. */
function told(reason: ReasonCode): Letter["reasons"] {
  const fact = factFor(reason);
  const {en, fr} = reason.label;
  return fact
    ? [
        {
          label: {en: withApostrophes(en), fr: withApostrophes(fr)},
          fact,
          isPersonal: PERSONAL_CAUSES.includes(reason.code)
        }
      ]
    : [];
}
