import {existsSync} from "node:fs";
import {join} from "node:path";
import pl from "nodejs-polars";
import {createClientPlan} from "../../loaders/client/plan.ts";
import {PLAN} from "../../loaders/features/all.ts";
import {openHistoryOf} from "../../loaders/history/read.ts";

/** A dozen features over all tables that every peer computes. */
export const DOZEN = [
  "app_credit_to_annuity",
  "app_ext_mean",
  "bureau_debt_sum_active",
  "bureau_debt_to_credit",
  "bureau_days_since_last",
  "bb_late_share",
  "prev_refused_share",
  "prev_requested_mean_approved",
  "pos_dpd_mean",
  "card_balance_mean",
  "card_utilisation_max",
  "inst_delay_mean"
] as const;

const CLIENTS = 2000;

/**
 * Compares a dozen features of our history, in Float64, with the files that peers left in `out`: the
 * largest relative difference of each over 2,000 clients spread over the set; infinite where only one is missing.
 */
export async function compareFeatures(
  ours: string,
  out: string
): Promise<{peer: string; feature: string; difference: number}[]> {
  const features = DOZEN.map((name) => PLAN.find((f) => f.name === name)!);
  const plan = createClientPlan(features);
  const history = openHistoryOf(ours);
  try {
    return ["duckdb", "pandas", "polars"].flatMap((peer) => {
      const path = join(out, `${peer}.${peer === "pandas" ? "csv" : "parquet"}`);
      if (!existsSync(path)) return [];
      const written = peer === "pandas" ? pl.scanCSV(path, {inferSchemaLength: null}) : pl.scanParquet(path);
      const frame = written
        .select("SK_ID_CURR", ...DOZEN)
        .sort("SK_ID_CURR")
        .collectSync();
      const ids = frame.getColumn("SK_ID_CURR").toArray() as number[];
      const columns = DOZEN.map((name) => frame.getColumn(name).toArray() as (number | null)[]);
      const step = Math.max(1, Math.floor(ids.length / CLIENTS));
      const worst = DOZEN.map(() => 0);
      for (let i = 0; i < ids.length; i += step) {
        const values = plan(history.rows(Number(ids[i])));
        columns.forEach((column, j) => {
          worst[j] = Math.max(worst[j]!, relative(values[j]!, column[i] ?? Number.NaN));
        });
      }
      return DOZEN.map((feature, j) => ({peer, feature, difference: worst[j]!}));
    });
  } finally {
    history.close();
  }
}

function relative(a: number, b: number): number {
  if (Number.isNaN(a) && Number.isNaN(b)) return 0;
  const difference = Math.abs(a - Number(b)) / Math.max(1e-9, Math.abs(a), Math.abs(Number(b)));
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}
