import pl, {type LazyDataFrame} from "nodejs-polars";
import {bandsOf, monthsOf} from "./story.ts";

/** Days between due date and payment of each row; negative when paid early, missing when not paid. */
const delay = pl.col("DAYS_ENTRY_PAYMENT").minus(pl.col("DAYS_INSTALMENT")).cast(pl.Float64);
const isLate = delay.gt(pl.lit(0)).cast(pl.Float64);
const DAYS_PER_MONTH = 30.4375;
/** Lower ends of the bands of delay, in days; a payment on the due day has delay 0. */
const DELAY_BOUNDS = [-60, -30, -14, -7, 0, 1, 4, 8, 16, 31, 61];

/** Aggregates payments of instalments to one row per client. */
export const installmentsPerClient = (payments: LazyDataFrame): LazyDataFrame =>
  payments
    .groupBy("SK_ID_CURR")
    .agg(
      pl.col("SK_ID_PREV").nUnique().cast(pl.Float64).alias("inst_contracts"),
      delay.mean().alias("payment_delay_mean"),
      delay.max().alias("payment_delay_max"),
      isLate.mean().alias("payment_late_share")
    );

/** Makes the pictures of the page on payments of instalments. */
export function installmentsStory(
  {installments_payments: payments}: {installments_payments: LazyDataFrame},
  labelled: (rows: LazyDataFrame) => LazyDataFrame
) {
  const rows = labelled(payments);
  const clients = labelled(installmentsPerClient(payments));
  return {
    delays: bandsOf(rows, delay, DELAY_BOUNDS),
    lateShare: bandsOf(clients, pl.col("payment_late_share"), [0, 1e-9, 0.05, 0.1, 0.2, 0.4]),
    late: monthsOf(
      rows,
      pl.col("DAYS_INSTALMENT").div(pl.lit(DAYS_PER_MONTH)).floor().plus(pl.lit(1)),
      isLate,
      60
    )
  };
}
