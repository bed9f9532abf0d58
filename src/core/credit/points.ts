/**
 * Rounds parts so that they add up to a whole exactly (largest remainder, Hamilton's method): every part is
 * rounded down, then the units left over go to the parts with the largest remainders, the greater part
 * first among equals. No part moves by a whole unit, and the order of parts is kept.
 * @param exact parts in points; their sum is within one unit of `total`
 * @param total a multiple of `1 / unitsPerPoint`
 * @param unitsPerPoint 1 for whole points, 10 for tenths
 * @returns one value per part; in units of `1 / unitsPerPoint` they add to `total` with no residual
 */
export function allocatePoints(exact: ArrayLike<number>, total: number, unitsPerPoint = 1): Float64Array {
  const n = exact.length;
  const units = new Float64Array(n);
  const remainder = new Float64Array(n);
  let left = Math.round(total * unitsPerPoint);
  for (let i = 0; i < n; i++) {
    const scaled = exact[i]! * unitsPerPoint;
    units[i] = Math.floor(scaled);
    remainder[i] = scaled - units[i]!;
    left -= units[i]!;
  }
  if (left !== 0 && n > 0) {
    const order = units.map((_, i) => i);
    order.sort((a, b) => remainder[b]! - remainder[a]! || exact[b]! - exact[a]! || a - b);
    for (let k = 0; left > 0; k = (k + 1) % n, left--) units[order[k]!]! += 1;
    // Noise of floating point can put the sum of the floors a unit above the total.
    for (let k = n - 1; left < 0; k = (k + n - 1) % n, left++) units[order[k]!]! -= 1;
  }
  return units.map((unit) => unit / unitsPerPoint + 0);
}
