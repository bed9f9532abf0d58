import {PLAN} from "../features/all.ts";
import type {Feature} from "../features/feature.ts";
import type {ClientRows, ClientTable} from "../types.ts";
import {type RowRef, rowsThatCount} from "./evidence.ts";
import {createClientPlan} from "./plan.ts";

/**
 * Copies a client's rows with one left out; a loan of bureau takes its months of bureau_balance with it.
 * The given rows are not changed.
 * @throws RangeError when the table has no row at that index
 */
export function withoutRow(rows: ClientRows, table: ClientTable, index: number): ClientRows {
  const left = rows[table][index];
  if (left === undefined)
    throw new RangeError(`${table} has ${rows[table].length} rows, none at index ${index}.`);
  const changed = {...rows, [table]: rows[table].filter((_, i) => i !== index)};
  if (table !== "bureau") return changed;
  const months = rows.bureau_balance.filter((month) => month.SK_ID_BUREAU !== left.SK_ID_BUREAU);
  return {...changed, bureau_balance: months};
}

/** What happens without one raw row. A sensitivity, not a share: the differences of several rows do not add up. */
export interface RowSensitivity extends RowRef {
  kind: "sensitivity";
  /** The feature without the row; NaN when it is then missing. */
  value: number;
  /** The feature with all rows; NaN when missing. */
  baseline: number;
  /** value − baseline; NaN when either is missing. */
  difference: number;
  /** What `score` gives without the row and with all rows, when it was asked for. */
  score?: {value: number; baseline: number; difference: number};
}

export interface SensitivityOptions {
  /** Turns all features, in `features` order and as Float32, into a score; then each row tells its effect on it. */
  score?: (values: Float64Array) => number;
  /** The features that `score` expects; the whole plan by default. */
  features?: readonly Feature[];
}

/**
 * Recomputes a feature, and by `score` a score, with each raw row that counts left out in turn. The
 * application itself cannot be left out. Strongest difference first.
 */
export function rowSensitivities(
  feature: Feature,
  rows: ClientRows,
  options: SensitivityOptions = {}
): RowSensitivity[] {
  const {score} = options;
  const features = score ? (options.features ?? PLAN) : [feature];
  const position = features.findIndex((f) => f.name === feature.name);
  const plan = planFor(position < 0 ? [...features, feature] : features);
  const at = position < 0 ? features.length : position;
  const evaluate = (given: ClientRows) => {
    const values = plan(given);
    return {value: values[at]!, score: score?.(values.slice(0, features.length).map(Math.fround))};
  };
  const all = evaluate(rows);
  return rowsThatCount(feature, rows)
    .filter(({table}) => table !== "application")
    .map(({table, index}): RowSensitivity => {
      const without = evaluate(withoutRow(rows, table, index));
      const changed = {value: without.value, baseline: all.value, difference: without.value - all.value};
      const effect: RowSensitivity = {kind: "sensitivity", table, index, ...changed};
      if (without.score === undefined || all.score === undefined) return effect;
      const scores = {value: without.score, baseline: all.score, difference: without.score - all.score};
      return {...effect, score: scores};
    })
    .sort((a, b) => strength(b) - strength(a));
}

const strength = ({score, difference}: RowSensitivity): number => {
  const size = Math.abs(score ? score.difference : difference);
  return Number.isNaN(size) ? Number.POSITIVE_INFINITY : size;
};

const plans = new WeakMap<readonly Feature[], ReturnType<typeof createClientPlan>>();

function planFor(features: readonly Feature[]): ReturnType<typeof createClientPlan> {
  const known = plans.get(features);
  if (known) return known;
  const made = createClientPlan(features);
  plans.set(features, made);
  return made;
}
