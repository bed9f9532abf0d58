import {family} from "../family.ts";
import type {Feature} from "../feature.ts";
import {
  ALL,
  DELAY,
  EARLY,
  LASTS,
  LATE,
  last,
  NEWEST,
  OWED,
  PAID,
  PAID_AGE,
  RATIO,
  SHORT,
  SPANS,
  span
} from "./columns.ts";
import {decayed, lateShares, slopes} from "./delays.ts";
import {overall} from "./overall.ts";

export const INSTALLMENTS: readonly Feature[] = [
  ...overall,
  ...family("inst", [DELAY], ["mean", "max", "min", "variance"], [ALL]),
  ...family("inst", [LATE], ["max", "mean"], [ALL]),
  ...family("inst", [EARLY], ["mean", "max"], [ALL]),
  ...family("inst", [DELAY, LATE], ["mean"], SPANS.map(span)),
  ...family("inst", [LATE], ["max"], SPANS.map(span)),
  ...family("inst", [SHORT], ["mean", "max", "sum"], [ALL]),
  ...family("inst", [SHORT], ["sum"], [span(180), span(365)]),
  ...family("inst", [RATIO], ["mean", "min"], [ALL, span(365)]),
  ...family("inst", [OWED], ["mean"], [ALL]),
  ...family("inst", [PAID], ["mean", "max", "sum"], [ALL]),
  ...family("inst", [PAID], ["sum"], [span(90), span(365)]),
  ...family("inst", [PAID_AGE], ["mean"], [ALL]),
  ...family("inst", [DELAY, LATE], ["mean"], [NEWEST]),
  ...family("inst", [LATE], ["max"], [NEWEST]),
  ...family("inst", [SHORT], ["sum"], [NEWEST]),
  ...family("inst", [LATE], ["mean"], LASTS.slice(0, 2).map(last)),
  ...lateShares(ALL, [0, 7, 15, 30]),
  ...SPANS.flatMap((days) => lateShares(span(days), [0, 7])),
  ...lateShares(NEWEST, [0]),
  ...lateShares(last(12), [0]),
  ...slopes,
  ...decayed
];
