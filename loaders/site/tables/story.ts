import pl, {type Expr, type LazyDataFrame} from "nodejs-polars";

/** Rows and clients of one value of a column; labelled clients are those whose outcome is known. */
export interface Cut {
  /** The raw word; null for a missing one. */
  value: string | null;
  rows: number;
  clients: number;
  labelled: number;
  bads: number;
}

/** What lies between two bounds of a number: from ≤ value < to; null bounds are open. */
export interface Band {
  from: number | null;
  to: number | null;
  rows: number;
  clients: number;
  labelled: number;
  bads: number;
}

/** A month before the application: the mean over clients of one outcome, with the standard error of that mean. */
export interface MonthPoint {
  /** ≤ 0. */
  month: number;
  /** 1 = default, 0 = repaid. */
  target: number;
  clients: number;
  mean: number;
  standardError: number;
}

const CLIENT = pl.col("SK_ID_CURR");
const TARGET = pl.col("TARGET");
/** Adds what is there; missing where nothing is, so that no 0 looks like a fact. */
export const sumOrNull = (value: Expr): Expr =>
  pl
    .when(value.isNotNull().sum().gt(pl.lit(0)))
    .then(value.sum())
    .otherwise(pl.lit(null));
const count = (expression: Expr) => expression.cast(pl.Float64);

/** Counts rows, clients and their outcomes by the values of a column, the most clients first. */
export function cutsOf(rows: LazyDataFrame, by: Expr): Cut[] {
  const frame = rows
    .select(CLIENT, TARGET, by.cast(pl.Utf8).alias("value"))
    .groupBy(["value", "SK_ID_CURR"])
    .agg(pl.len().alias("rows"), TARGET.first())
    .groupBy("value")
    .agg(
      count(pl.col("rows").sum()).alias("rows"),
      count(pl.len()).alias("clients"),
      count(TARGET.isNotNull().sum()).alias("labelled"),
      count(TARGET.sum()).alias("bads")
    )
    .collectSync();
  const cuts = frame.toRecords() as unknown as Cut[];
  return cuts.sort((a, b) => b.clients - a.clients || String(a.value).localeCompare(String(b.value)));
}

/**
 * Counts clients and outcomes in bands of a number; `bounds` ascend, and what is missing is in no band. Of a frame
 * with many rows per client, a client counts in every band where one of its rows is.
 */
export function bandsOf(rows: LazyDataFrame, value: Expr, bounds: readonly number[]): Band[] {
  const band = bounds.reduce((sum, bound) => sum.plus(value.gtEq(pl.lit(bound)).cast(pl.Int32)), pl.lit(0));
  const frame = rows
    .filter(value.isNotNull().and(value.isNan().not()))
    .select(CLIENT, TARGET, band.alias("band"))
    .groupBy(["band", "SK_ID_CURR"])
    .agg(pl.len().alias("rows"), TARGET.first())
    .groupBy("band")
    .agg(
      count(pl.col("rows").sum()).alias("rows"),
      count(pl.len()).alias("clients"),
      count(TARGET.isNotNull().sum()).alias("labelled"),
      count(TARGET.sum()).alias("bads")
    )
    .sort("band")
    .collectSync();
  const found = frame.toRecords() as unknown as (Omit<Band, "from" | "to"> & {band: number})[];
  return found.map(({band, ...counts}) => ({
    from: bounds[band - 1] ?? null,
    to: bounds[band] ?? null,
    ...counts
  }));
}

/**
 * Averages a value by month before the application and outcome: first over a client's rows of the month, then over
 * clients, so that one with many contracts weighs as one. Months from −`months` + 1 to 0.
 */
export function monthsOf(rows: LazyDataFrame, month: Expr, value: Expr, months: number): MonthPoint[] {
  const frame = rows
    .filter(TARGET.isNotNull())
    .select(CLIENT, TARGET, month.cast(pl.Int32).alias("month"), value.cast(pl.Float64).alias("value"))
    .filter(
      pl
        .col("month")
        .gt(pl.lit(-months))
        .and(pl.col("month").ltEq(pl.lit(0)))
        .and(pl.col("value").isNotNull())
    )
    .groupBy(["month", "TARGET", "SK_ID_CURR"])
    .agg(pl.col("value").mean())
    .groupBy(["month", "TARGET"])
    .agg(
      count(pl.len()).alias("clients"),
      pl.col("value").mean().alias("mean"),
      pl.col("value").std().alias("deviation")
    )
    .sort(["month", "TARGET"])
    .collectSync();
  const found = frame.toRecords() as unknown as {
    month: number;
    TARGET: number;
    clients: number;
    mean: number;
    deviation: number | null;
  }[];
  return found.map(({month, TARGET: target, clients, mean, deviation}) => ({
    month,
    target,
    clients,
    mean,
    standardError: clients > 1 && deviation !== null ? deviation / Math.sqrt(clients) : 0
  }));
}
