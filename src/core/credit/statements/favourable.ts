import type {Statement} from "./record.ts";

/** Sentences that hold nothing a client could be reproached with, however the model weighs the feature. */
const FAVOURABLE: ReadonlySet<string> = new Set([
  "on_time",
  "last_early",
  "last_on_day",
  "in_full",
  "last_in_full",
  "no_days_past_due",
  "months_on_time",
  "nothing_overdue",
  "none_prolonged",
  "no_debt",
  "none_late",
  "all_known",
  "none_refused",
  "last_no_reason"
]);

/** Tells whether a sentence speaks for a client, so that it gives no reason against. */
export const isFavourable = ({variant}: Pick<Statement, "variant">): boolean => FAVOURABLE.has(variant);
