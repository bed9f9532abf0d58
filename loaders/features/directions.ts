import type {Direction} from "../../src/core/schema/manifest.ts";
import type {Feature} from "./feature.ts";

/** Features whose risk moves one way, all else being equal, and why; age says so where it is declared. */
export const DIRECTIONS_OF: readonly {direction: Direction; names: RegExp; reason: string}[] = [
  {
    direction: "falling",
    names: /^app_ext_(source_[123]|mean|min|max|median|product|weighted|weighted_known)$/,
    reason: "an external score is made so that a higher one means a better client"
  },
  {
    direction: "rising",
    names: /^app_region_rating(_city)?$/,
    reason: "the lender itself rates regions, 1 best and 3 worst"
  },
  {
    direction: "rising",
    names: /^app_circle_(30|60)_(defaults|share)$/,
    reason: "acquaintances in arrears never speak for a client"
  },
  {
    direction: "rising",
    names:
      /^bureau_(overdue_(loans|sum|max|to_debt)|ever_overdue_share|(last_)?worst_overdue.*|days_overdue_max|prolong.*)$/,
    reason: "more overdue, for longer or put off more often, never helps"
  },
  {
    direction: "rising",
    names: /^bb_(active_|loans?_)?(ever_)?(seriously_)?(late_share|worst_status|mean_status)(_\w+)?$/,
    reason: "the bureau's monthly status rises with the days past due"
  },
  {
    direction: "rising",
    names: /^prev_(refused(_share)?(_\d+m|_last_\d)?|reject_(hc|limit|sco|scofr|reasons))$/,
    reason: "an earlier refusal never speaks for a client"
  },
  {
    direction: "rising",
    names:
      /^inst_((loan_)?late_(days|share)_?(?!slope).*|(last_)?delay(_(mean|max|min).*)?|decayed_late_\d+d)$/,
    reason: "a longer or more frequent delay never helps"
  },
  {
    direction: "rising",
    names: /^inst_(unpaid_share|underpaid_share(_\d+d)?|shortfall_(mean|max|sum)(_\w+)?)$/,
    reason: "paying less than is due never helps"
  },
  {
    direction: "falling",
    names: /^inst_(total_paid_to_due|paid_to_due_(mean|min)|last_paid_to_due)(_\d+d)?$/,
    reason: "paying more of what is due never hurts"
  },
  {
    direction: "rising",
    names: /^(pos|card)_dpd_(share|max|mean|tolerance_(share|max|mean))(_\d+m)?$/,
    reason: "more days past due never help"
  },
  {
    direction: "rising",
    names: /^pos_(ever_late_share|contract_last_dpd_max)$/,
    reason: "more days past due never help"
  },
  {
    direction: "rising",
    names: /^card_(below_minimum|above_90)_share(_\d+m)?$/,
    reason: "paying less than the minimum and a card used up never help"
  },
  {
    direction: "falling",
    names: /^card_paid_to_minimum_(mean|min)$/,
    reason: "paying more than the minimum never hurts"
  },
  {
    direction: "falling",
    names:
      /^(bb_months_since_(seriously_)?late|inst_days_since_late(_over_7)?|(pos|card)_months_since_late|prev_days_since_refused)$/,
    reason: "trouble that lies further back weighs no more"
  }
];

/** Adds to a feature the direction that is declared of it by name. */
export function withDirection(feature: Feature): Feature {
  const declared = DIRECTIONS_OF.find(({names}) => names.test(feature.name));
  return declared ? {...feature, direction: declared.direction} : feature;
}
