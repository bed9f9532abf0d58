export interface Quadrature {
  /** n points in (0, 1), ascending. */
  readonly nodes: Float64Array;
  /** n positive weights that sum to 1. */
  readonly weights: Float64Array;
}

const known = new Map<number, Quadrature>();

/**
 * Gives the n-point Gauss–Legendre rule on [0, 1], exact for polynomials of degree ≤ 2n − 1.
 * Source: Newton's method on the Legendre polynomial P_n, from the Chebyshev guess (Press et al.,
 * Numerical Recipes, section 4.6).
 */
export function gaussLegendre(n: number): Quadrature {
  const found = known.get(n);
  if (found) return found;
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let iteration = 0; iteration < 100; iteration++) {
      let [current, previous] = [1, 0];
      for (let degree = 1; degree <= n; degree++) {
        [current, previous] = [((2 * degree - 1) * x * current - (degree - 1) * previous) / degree, current];
      }
      slope = (n * (x * current - previous)) / (x * x - 1);
      const step = current / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    nodes[n - 1 - i] = (1 + x) / 2;
    weights[n - 1 - i] = 1 / ((1 - x * x) * slope * slope);
  }
  const rule = {nodes, weights};
  known.set(n, rule);
  return rule;
}
