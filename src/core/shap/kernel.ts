import type {Layout} from "./layout.ts";

/**
 * Computes what each split contributes. A kernel owns a layout's memory; its views share it.
 *
 * Per tree, at quadrature points t with weights w, and with a split's factor ℓ for its left child, r = 1 − ℓ for
 * its right one (the row's side has factor 1 − c(1 − t), the other one c(1 − t), c its cover ratio):
 *
 * - down: P, the product of the path's factors; P = w at the root, P_left = P·ℓ and P_right = P − P_left;
 * - up: U, what the subtree is worth given the coalition; U = v at a leaf, U = U_right + ℓ·δ with
 *   δ = U_left − U_right; the split contributes ±c · Σ_t P·δ to its feature, + when the row goes left.
 *
 * So ℓ = a + b(1 − t), with a = 1, b = −c_right when the row goes left and a = 0, b = c_left when it goes right, and
 * the contribution is −b · Σ_t P·δ. A feature's second split below one with factor g = z + t(1 − z) (z: product of
 * its cover ratios there) has ℓ = a + b·z(1 − t)/g and contributes −b·z · Σ_t P·δ/g² when the row met all before it;
 * when it did not, ℓ = c_left and nothing is contributed.
 *
 * This is φ_i = v ∫ (o_i − z_i) ∏_{j≠i} (z_j + t(o_j − z_j)) dt, summed over leaves, with all that leaves share
 * computed once. Each integrand has a degree below D, the most distinct features on a path, so that ⌈D/2⌉ points are
 * exact.
 */
export interface Kernel {
  readonly name: "plain" | "simd";
  /** Read by `run`. */
  readonly lanes: Float64Array;
  /** Written by `run`: one value per node. */
  readonly contributions: Float64Array;
  /** `run` adds the contributions here: one sum per column. */
  readonly out: Float64Array;
  readonly byteLength: number;
  /** Evaluates the trees from … to − 1. */
  run(from: number, to: number): void;
}

/** Views the parts of a kernel's memory that its caller reads and writes. */
export function viewMemory(
  buffer: ArrayBufferLike,
  {addresses, numNodes}: Layout,
  lanes: number,
  columns: number
) {
  return {
    lanes: new Float64Array(buffer, addresses.lanes, lanes),
    contributions: new Float64Array(buffer, addresses.contributions, numNodes),
    out: new Float64Array(buffer, addresses.out, columns)
  };
}
