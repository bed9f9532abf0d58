import {PSI_LARGE, PSI_SMALL, type Psi, psi} from "../metrics/psi.ts";
import type {BinnedColumn} from "./reference.ts";

/** How one column has moved. */
export interface ColumnDrift extends BinnedColumn, Omit<Psi, "critical" | "pValue"> {
  /** See Psi; null when one bin is all there is, so that nothing can move. */
  critical: number | null;
  pValue: number | null;
  /** The other clients in the same bins as `counts`. */
  current: number[];
}

/** How many of many columns have moved, beside how many chance alone would name. */
export interface DriftSummary {
  columns: number;
  /** From PSI 0.1 up to 0.25, and from 0.25. */
  small: number;
  large: number;
  /** Beyond what chance exceeds once in twenty, one by one. */
  beyondChance: number;
  /** As many would be beyond it if nothing had moved. */
  expectedByChance: number;
  /** What stands when the columns are judged together: 5 % of these are false at most (Benjamini–Hochberg). */
  discoveries: string[];
}

/** Compares other counts with those of a reference. */
export function compareColumn(column: BinnedColumn, current: number[]): ColumnDrift {
  const {critical, pValue, ...rest} = psi(column.counts, current);
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return {...column, current, ...rest, critical: known(critical), pValue: known(pValue)};
}

/**
 * Sums up how columns have moved.
 * Source of the joint judgement: Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal
 * Statistical Society B 57 (1995).
 */
export function summariseDrift(columns: readonly ColumnDrift[], share = 0.05): DriftSummary {
  const judged = columns
    .filter((column): column is ColumnDrift & {pValue: number} => column.pValue !== null)
    .sort((a, b) => a.pValue - b.pValue);
  const last = judged.findLastIndex(({pValue}, i) => pValue <= ((i + 1) / judged.length) * share);
  return {
    columns: columns.length,
    small: columns.filter(({psi: value}) => value >= PSI_SMALL && value < PSI_LARGE).length,
    large: columns.filter(({psi: value}) => value >= PSI_LARGE).length,
    beyondChance: judged.filter(({psi: value, critical}) => value > critical!).length,
    expectedByChance: judged.length * share,
    discoveries: judged.slice(0, last + 1).map(({name}) => name)
  };
}
