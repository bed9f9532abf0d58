import {APPLICATION} from "./application/all.ts";
import {BUREAU} from "./bureau/all.ts";
import {BUREAU_BALANCE} from "./bureauBalance.ts";
import {CARD} from "./card/all.ts";
import {withDirection} from "./directions.ts";
import type {Feature} from "./feature.ts";
import {INSTALLMENTS} from "./installments/all.ts";
import {POS} from "./pos.ts";
import {PREVIOUS} from "./previous/all.ts";

/** Every feature of the plan, in column order. */
export const PLAN: readonly Feature[] = [
  ...APPLICATION,
  ...BUREAU,
  ...BUREAU_BALANCE,
  ...PREVIOUS,
  ...INSTALLMENTS,
  ...POS,
  ...CARD
].map(withDirection);
