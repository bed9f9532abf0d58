import pl, {type LazyDataFrame} from "nodejs-polars";
import {bandsOf, cutsOf, monthsOf} from "./story.ts";

const isPastDue = pl.col("SK_DPD").gt(pl.lit(0)).cast(pl.Float64);

/** Aggregates the monthly balances of loans at the point of sale and in cash to one row per client. */
export const posPerClient = (pos: LazyDataFrame): LazyDataFrame =>
  pos
    .groupBy("SK_ID_CURR")
    .agg(
      pl.len().cast(pl.Float64).alias("pos_months"),
      pl.col("SK_ID_PREV").nUnique().cast(pl.Float64).alias("pos_contracts"),
      isPastDue.mean().alias("pos_dpd_share"),
      pl.col("SK_DPD").max().cast(pl.Float64).alias("pos_dpd_max")
    );

/** Makes the pictures of the page on loans at the point of sale and in cash. */
export function posStory(
  {POS_CASH_balance: pos}: {POS_CASH_balance: LazyDataFrame},
  labelled: (rows: LazyDataFrame) => LazyDataFrame
) {
  const rows = labelled(pos);
  const clients = labelled(posPerClient(pos));
  return {
    statuses: cutsOf(rows, pl.col("NAME_CONTRACT_STATUS")),
    contracts: bandsOf(clients, pl.col("pos_contracts"), [1, 2, 3, 5, 8]),
    pastDueShare: bandsOf(clients, pl.col("pos_dpd_share"), [0, 1e-9, 0.05, 0.1, 0.2, 0.4]),
    pastDue: monthsOf(rows, pl.col("MONTHS_BALANCE"), isPastDue, 60),
    future: monthsOf(rows, pl.col("MONTHS_BALANCE"), pl.col("CNT_INSTALMENT_FUTURE"), 60)
  };
}
