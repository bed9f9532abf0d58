import {family} from "../family.ts";
import type {Feature} from "../feature.ts";
import {
  ACTIVE,
  AGE,
  ALL,
  AMOUNT,
  ANNUITY,
  CLOSED,
  DAYS_LATE,
  DEBT,
  GAP,
  LIMIT,
  OVERDUE,
  PLAUSIBLE_ACTIVE,
  PLAUSIBLE_CLOSED,
  PROLONGED,
  REMAINING,
  TERM,
  UPDATE,
  WINDOWS,
  WORST
} from "./columns.ts";
import {counts, types} from "./counts.ts";
import {ratios} from "./ratios.ts";
import {recency} from "./recency.ts";

export const BUREAU: readonly Feature[] = [
  ...counts,
  ...types,
  ...recency,
  ...family("bureau", [AMOUNT, DEBT], ["mean", "max", "sum"], [ALL, ACTIVE]),
  ...family("bureau", [AMOUNT], ["sum"], [CLOSED]),
  ...family("bureau", [AMOUNT, DEBT], ["sum"], WINDOWS.slice(1, 3)),
  ...family("bureau", [LIMIT], ["sum"], [ALL, ACTIVE]),
  ...family("bureau", [OVERDUE], ["sum", "max"], [ALL]),
  ...family("bureau", [WORST], ["mean", "max"], [ALL]),
  ...family("bureau", [WORST], ["max"], [ACTIVE, ...WINDOWS.slice(2, 3)]),
  ...family("bureau", [DAYS_LATE], ["max"], [ALL]),
  ...family("bureau", [PROLONGED], ["sum", "max"], [ALL]),
  ...family("bureau", [AGE], ["sum", "mean"], [ALL, ACTIVE]),
  ...family("bureau", [ANNUITY], ["sum"], [ACTIVE]),
  ...family("bureau", [UPDATE], ["min"], [ALL]),
  ...family("bureau", [REMAINING], ["max", "mean"], [PLAUSIBLE_ACTIVE]),
  ...family("bureau", [TERM], ["mean"], [PLAUSIBLE_ACTIVE]),
  ...family("bureau", [GAP], ["mean", "max"], [PLAUSIBLE_CLOSED]),
  ...ratios
];
