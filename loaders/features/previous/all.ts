import {family} from "../family.ts";
import type {Feature} from "../feature.ts";
import {
  ALL,
  ANNUITY,
  APPROVED,
  DECISION,
  DOWN,
  DOWN_AMOUNT,
  EARLY,
  GRANTED,
  last,
  lastApproved,
  RATE,
  RATIO,
  REFUSED,
  REQUESTED,
  RUNNING,
  SIMPLE,
  TERM,
  WINDOWS,
  window
} from "./columns.ts";
import {burden, compared} from "./compared.ts";
import {kinds} from "./kinds.ts";
import {lastOnes} from "./last.ts";
import {outcomes} from "./outcomes.ts";

export const PREVIOUS: readonly Feature[] = [
  ...outcomes,
  ...kinds,
  ...lastOnes,
  ...compared,
  ...burden,
  ...family("prev", [REQUESTED, GRANTED, ANNUITY], ["mean", "max"], [APPROVED]),
  ...family("prev", [REQUESTED], ["mean", "max"], [REFUSED]),
  ...family("prev", [GRANTED, ANNUITY], ["sum"], [RUNNING]),
  ...family("prev", [GRANTED], ["sum"], [APPROVED]),
  ...family("prev", [RATIO], ["mean", "max", "min"], [ALL, APPROVED]),
  ...family("prev", [RATIO], ["mean"], [REFUSED, last(3), last(5)]),
  ...family("prev", [DOWN], ["mean", "max"], [APPROVED]),
  ...family("prev", [DOWN_AMOUNT], ["max"], [APPROVED]),
  ...family("prev", [TERM], ["mean"], [APPROVED, REFUSED]),
  ...family("prev", [TERM], ["max"], [APPROVED]),
  ...family("prev", [SIMPLE], ["mean", "max"], [APPROVED]),
  ...family("prev", [RATE], ["mean", "max", "min"], [APPROVED]),
  ...family("prev", [RATE, ANNUITY, TERM], ["mean"], [lastApproved(3)]),
  ...family("prev", [RATE, ANNUITY], ["mean"], [lastApproved(5)]),
  ...family("prev", [DECISION], ["mean"], [ALL, REFUSED]),
  ...family("prev", [EARLY], ["mean", "max"], [APPROVED]),
  ...family("prev", [REQUESTED], ["sum"], WINDOWS.map(window))
];
