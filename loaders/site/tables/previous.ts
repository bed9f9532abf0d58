import pl, {type LazyDataFrame} from "nodejs-polars";
import {bandsOf, cutsOf, monthsOf} from "./story.ts";

const isRefused = pl.col("NAME_CONTRACT_STATUS").eq(pl.lit("Refused"));
const DAYS_PER_MONTH = 30.4375;

/** Aggregates earlier applications to one row per client. */
export const previousPerClient = (previous: LazyDataFrame): LazyDataFrame =>
  previous
    .groupBy("SK_ID_CURR")
    .agg(
      pl.len().cast(pl.Float64).alias("prev_applications"),
      isRefused.sum().cast(pl.Float64).alias("prev_refused"),
      isRefused.cast(pl.Float64).mean().alias("prev_refused_share"),
      pl.col("DAYS_DECISION").max().mul(pl.lit(-1)).cast(pl.Float64).alias("prev_days_since_last")
    );

/** Makes the pictures of the page on earlier applications. */
export function previousStory(
  {previous_application: previous}: {previous_application: LazyDataFrame},
  labelled: (rows: LazyDataFrame) => LazyDataFrame
) {
  const rows = labelled(previous);
  const clients = labelled(previousPerClient(previous));
  return {
    outcomes: cutsOf(rows, pl.col("NAME_CONTRACT_STATUS")),
    reasons: cutsOf(rows.filter(isRefused), pl.col("CODE_REJECT_REASON")),
    products: cutsOf(rows, pl.col("PRODUCT_COMBINATION")),
    refusedShare: bandsOf(clients, pl.col("prev_refused_share"), [0, 1e-9, 0.2, 0.4, 0.6]),
    sinceLast: bandsOf(clients, pl.col("prev_days_since_last"), [0, 30, 90, 183, 365, 730, 1461]),
    refused: monthsOf(
      rows,
      pl.col("DAYS_DECISION").cast(pl.Float64).div(pl.lit(DAYS_PER_MONTH)).floor().plus(pl.lit(1)),
      isRefused.cast(pl.Float64),
      60
    )
  };
}
