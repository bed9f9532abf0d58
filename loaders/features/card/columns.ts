import {columnsOf} from "../columns.ts";
import {choose, type Flag, max, type Num, of, sum} from "../expression.ts";

export const card = columnsOf("credit_card_balance");
export const month = card("MONTHS_BALANCE");
export const balance = card("AMT_BALANCE");
export const limit = card("AMT_CREDIT_LIMIT_ACTUAL");
export const utilisation = balance.over(limit);
export const cash = card("AMT_DRAWINGS_ATM_CURRENT");
export const drawn = card("AMT_DRAWINGS_CURRENT");
export const minimum = card("AMT_INST_MIN_REGULARITY");
export const current = card("AMT_PAYMENT_CURRENT");
export const total = card("AMT_PAYMENT_TOTAL_CURRENT");
export const inUse = balance.gt(0).or(minimum.gt(0)).or(drawn.gt(0));
/**
 * What was paid in a month: the larger of the two amounts on record. AMT_PAYMENT_TOTAL_CURRENT leaves out payments by
 * which the minimum was reached; AMT_PAYMENT_CURRENT repeats the amount of an earlier month while a card lies idle,
 * so that without a balance, a minimum or a drawing the total alone tells.
 */
export const paid = choose(inUse, current.orElse(total).atLeast(total.orElse(current)), total);
/** Once nothing is owed at the month's end, no minimum is left unpaid. */
export const belowMinimum = paid.lt(minimum).and(balance.gt(0));
export const dpd = card("SK_DPD");
export const tolerated = card("SK_DPD_DEF");
export const within = (months: number): Flag => month.ge(-months);

export const newestMonth = month.eq(of("credit_card_balance", max(month)));
/** Sums over the cards that have a statement of the client's newest card month. */
export const newest = (x: Num): Num => sum(x, {where: newestMonth});
