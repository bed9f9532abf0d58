import {gaussLegendre} from "./gaussLegendre.ts";

/** Room for one evaluation: grown on demand, so that a leaf costs no allocation. */
let before = new Float64Array(64);
let integral = new Float64Array(64);

/**
 * Computes the exact Shapley values of one leaf's game: the leaf's value counts when every one of its n
 * conditions is met, a condition outside the coalition being met with its cover ratio. Writes to out[i]
 * the value of condition i, i < n:
 *
 *   φ_i = value · (o_i − z_i) ∫₀¹ ∏_{j≠i} (z_j + t (o_j − z_j)) dt
 *
 * with z the cover ratios (0 … 1) and o the indicators (1 when the row meets the condition, else 0). The
 * integrand has degree n − 1, so ⌈n/2⌉ Gauss–Legendre points are exact; all their terms are positive.
 * Source: the Shapley weight |S|!(n−1−|S|)!/n! is the Beta integral ∫ t^|S| (1−t)^(n−1−|S|) dt.
 */
export function leafShap(
  value: number,
  n: number,
  z: ArrayLike<number>,
  o: ArrayLike<number>,
  out: Float64Array
): void {
  if (before.length < n) {
    before = new Float64Array(2 * n);
    integral = new Float64Array(2 * n);
  }
  integral.fill(0, 0, n);
  const {nodes, weights} = gaussLegendre((n + 1) >> 1);
  for (let q = 0; q < nodes.length; q++) {
    const t = nodes[q]!;
    let product = weights[q]!;
    for (let i = 0; i < n; i++) {
      before[i] = product;
      product *= z[i]! + t * (o[i]! - z[i]!);
    }
    let after = 1;
    for (let i = n - 1; i >= 0; i--) {
      integral[i]! += before[i]! * after;
      after *= z[i]! + t * (o[i]! - z[i]!);
    }
  }
  for (let i = 0; i < n; i++) out[i] = value * (o[i]! - z[i]!) * integral[i]!;
}
