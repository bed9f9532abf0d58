import pl, {type LazyDataFrame} from "nodejs-polars";
import {bandsOf, cutsOf, monthsOf} from "./story.ts";

const balance = pl.col("AMT_BALANCE").cast(pl.Float64);
const limit = pl.col("AMT_CREDIT_LIMIT_ACTUAL").cast(pl.Float64);
/** Balance ÷ limit; missing where the limit is 0. */
const utilisation = pl
  .when(limit.eq(pl.lit(0)))
  .then(pl.lit(null))
  .otherwise(balance.div(limit));

/** Aggregates the monthly balances of credit cards to one row per client. */
export const cardPerClient = (card: LazyDataFrame): LazyDataFrame =>
  card
    .groupBy("SK_ID_CURR")
    .agg(
      pl.len().cast(pl.Float64).alias("card_months"),
      utilisation.mean().alias("card_utilisation_mean"),
      balance.max().alias("card_balance_max"),
      pl.col("SK_DPD").gt(pl.lit(0)).cast(pl.Float64).mean().alias("card_dpd_share")
    );

/** Makes the pictures of the page on credit cards. */
export function cardStory(
  {credit_card_balance: card}: {credit_card_balance: LazyDataFrame},
  labelled: (rows: LazyDataFrame) => LazyDataFrame
) {
  const rows = labelled(card);
  const clients = labelled(cardPerClient(card));
  return {
    statuses: cutsOf(rows, pl.col("NAME_CONTRACT_STATUS")),
    utilisation: bandsOf(clients, pl.col("card_utilisation_mean"), [0, 1e-9, 0.2, 0.4, 0.6, 0.8, 1]),
    pastDueShare: bandsOf(clients, pl.col("card_dpd_share"), [0, 1e-9, 0.1, 0.3]),
    used: monthsOf(rows, pl.col("MONTHS_BALANCE"), utilisation, 48),
    drawings: monthsOf(rows, pl.col("MONTHS_BALANCE"), pl.col("CNT_DRAWINGS_CURRENT"), 48)
  };
}
