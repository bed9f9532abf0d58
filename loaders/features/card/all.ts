import {family} from "../family.ts";
import type {Feature} from "../feature.ts";
import {
  ALL,
  BALANCE,
  CASH,
  COVER,
  DPD,
  DPD_DEF,
  DRAWINGS,
  DRAWN,
  LIMIT,
  PAID,
  span,
  UTILISATION,
  WITHDRAWALS
} from "./measures.ts";
import {overall} from "./overall.ts";
import {shares} from "./shares.ts";

export const CARD: readonly Feature[] = [
  ...overall,
  ...shares,
  ...family("card", [UTILISATION], ["mean", "max"], [ALL, span(12), span(6)]),
  ...family("card", [UTILISATION], ["variance"], [ALL]),
  ...family("card", [BALANCE], ["mean", "sum", "max"], [ALL]),
  ...family("card", [BALANCE], ["mean"], [span(12), span(6)]),
  ...family("card", [LIMIT], ["mean", "max"], [ALL]),
  ...family("card", [CASH, DRAWN, PAID], ["mean", "max"], [ALL]),
  ...family("card", [CASH, DRAWN, PAID], ["mean"], [span(12)]),
  ...family("card", [DRAWINGS, WITHDRAWALS], ["mean", "max"], [ALL]),
  ...family("card", [WITHDRAWALS], ["mean"], [span(12)]),
  ...family("card", [COVER], ["mean", "min"], [ALL]),
  ...family("card", [DPD], ["max", "mean"], [ALL, span(12)]),
  ...family("card", [DPD_DEF], ["max"], [ALL])
];
