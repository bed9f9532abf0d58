import pl, {type LazyDataFrame} from "nodejs-polars";
import {bandsOf, cutsOf, monthsOf, sumOrNull} from "./story.ts";

const status = pl.col("STATUS");
/** 1 in a month past due, 0 in one on time or closed, missing where the status is not known. */
const late = pl
  .when(status.isIn(["1", "2", "3", "4", "5"]))
  .then(pl.lit(1))
  .when(status.isIn(["0", "C"]))
  .then(pl.lit(0))
  .otherwise(pl.lit(null))
  .cast(pl.Float64);
const isActive = pl.col("CREDIT_ACTIVE").eq(pl.lit("Active"));

/** Aggregates credits at other lenders, and their monthly statements by way of SK_ID_BUREAU, to one row per client. */
export function bureauPerClient(bureau: LazyDataFrame, balance: LazyDataFrame | undefined): LazyDataFrame {
  const loans = bureau
    .groupBy("SK_ID_CURR")
    .agg(
      pl.len().cast(pl.Float64).alias("bureau_loans"),
      isActive.sum().cast(pl.Float64).alias("bureau_loans_active"),
      sumOrNull(pl.col("AMT_CREDIT_SUM_DEBT")).alias("bureau_debt_sum"),
      pl.col("CREDIT_DAY_OVERDUE").max().cast(pl.Float64).alias("bureau_days_overdue_max")
    );
  if (!balance) return loans;
  const statements = statementsOf(bureau, balance)
    .groupBy("SK_ID_CURR")
    .agg(late.mean().alias("bb_late_share"));
  return loans.join(statements, {on: "SK_ID_CURR", how: "left"});
}

/** Puts the client beside each monthly statement; statements of loans that `bureau` lacks are left out. */
const statementsOf = (bureau: LazyDataFrame, balance: LazyDataFrame): LazyDataFrame =>
  balance.join(bureau.select("SK_ID_BUREAU", "SK_ID_CURR"), {on: "SK_ID_BUREAU", how: "inner"});

/** Makes the pictures of the page on credits at other lenders; without monthly statements there is none of arrears. */
export function bureauStory(
  {bureau, bureau_balance: balance}: {bureau: LazyDataFrame; bureau_balance?: LazyDataFrame},
  labelled: (rows: LazyDataFrame) => LazyDataFrame
) {
  const loans = labelled(bureau);
  const clients = labelled(bureauPerClient(bureau, balance));
  return {
    types: cutsOf(loans, pl.col("CREDIT_TYPE")),
    statuses: cutsOf(loans, pl.col("CREDIT_ACTIVE")),
    loans: bandsOf(clients, pl.col("bureau_loans"), [1, 2, 3, 5, 8, 12, 20]),
    debt: bandsOf(clients, pl.col("bureau_debt_sum"), [1, 50_000, 200_000, 500_000, 1_000_000, 3_000_000]),
    arrears: balance
      ? monthsOf(labelled(statementsOf(bureau, balance)), pl.col("MONTHS_BALANCE"), late, 48)
      : null
  };
}
