import {chiSquareCritical, chiSquareTail} from "./chiSquare.ts";

/** What is commonly read as a small and as a large shift, whatever the sizes. */
export const PSI_SMALL = 0.1;
export const PSI_LARGE = 0.25;

/** How far two distributions over the same bins are apart. */
export interface Psi {
  /** Σ (q − p)·ln(q / p) over the bins, in nats. */
  psi: number;
  /** Bins that were compared, after neighbours with too few clients were put together. */
  bins: number;
  /** What chance alone exceeds once in twenty with these sizes and bins; NaN with a single bin. */
  critical: number;
  /** How often chance alone gives as much or more, 0–1; NaN with a single bin. */
  pValue: number;
}

/** Clients that a bin should hold in the smaller of both sets if nothing has shifted. */
const LEAST_EXPECTED = 20;
/** Stands for the clients of an empty bin, whose logarithm would not be finite. */
const HALF = 0.5;

/**
 * Computes the population stability index of counts over the same bins, in the same order, and what chance does to it.
 * Neighbouring bins are put together until each would hold twenty clients of the smaller set if nothing had shifted. Sets
 * without a client cannot be compared: everything is NaN.
 * Source: without a shift, PSI · N·M / (N + M) follows χ² with B − 1 degrees of freedom (B. Yurdakul, J. Naranjo,
 * "Statistical properties of the population stability index", Journal of Risk Model Validation 14, 2020).
 */
export function psi(reference: ArrayLike<number>, current: ArrayLike<number>): Psi {
  const n = total(reference);
  const m = total(current);
  if (n === 0 || m === 0) return {psi: Number.NaN, bins: 0, critical: Number.NaN, pValue: Number.NaN};
  const pairs = mergeSparse(reference, current, LEAST_EXPECTED * ((n + m) / Math.min(n, m)));
  let sum = 0;
  for (const [one, other] of pairs) {
    const p = Math.max(one, HALF) / n;
    const q = Math.max(other, HALF) / m;
    sum += (q - p) * Math.log(q / p);
  }
  const bins = pairs.length;
  if (bins < 2) return {psi: sum, bins, critical: Number.NaN, pValue: Number.NaN};
  const scale = 1 / n + 1 / m;
  return {
    psi: sum,
    bins,
    critical: chiSquareCritical(0.05, bins - 1) * scale,
    pValue: chiSquareTail(sum / scale, bins - 1)
  };
}

const total = (counts: ArrayLike<number>): number =>
  Array.from(counts).reduce((sum, count) => sum + count, 0);

/** Puts neighbours together until both sets have `least` clients in each bin; what is left over joins the last. */
function mergeSparse(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  least: number
): [number, number][] {
  const merged: [number, number][] = [];
  let open: [number, number] = [0, 0];
  for (let i = 0; i < reference.length; i++) {
    open = [open[0] + reference[i]!, open[1] + current[i]!];
    if (open[0] + open[1] < least) continue;
    merged.push(open);
    open = [0, 0];
  }
  const last = merged.at(-1);
  if (!last) return [open];
  last[0] += open[0];
  last[1] += open[1];
  return merged;
}
