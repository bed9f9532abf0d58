import type {ClientRows, ClientTable} from "../types.ts";
import type {RowRef} from "./evidence.ts";

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

/** What a client's rows give: a feature, NaN when it is missing, and a score. */
export interface Evaluated {
  value: number;
  score: number;
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
  score: {value: number; baseline: number; difference: number};
}

/**
 * Evaluates a client's rows again with each of the counting rows left out in turn. The application itself cannot be
 * left out. The strongest difference of score comes first.
 */
export function rowSensitivities(
  counting: readonly RowRef[],
  rows: ClientRows,
  evaluate: (rows: ClientRows) => Evaluated
): RowSensitivity[] {
  const all = evaluate(rows);
  return counting
    .filter(({table}) => table !== "application")
    .map(({table, index}): RowSensitivity => {
      const {value, score} = evaluate(withoutRow(rows, table, index));
      return {
        kind: "sensitivity",
        table,
        index,
        value,
        baseline: all.value,
        difference: value - all.value,
        score: {value: score, baseline: all.score, difference: score - all.score}
      };
    })
    .sort((a, b) => Math.abs(b.score.difference) - Math.abs(a.score.difference));
}
