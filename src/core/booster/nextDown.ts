const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/** Finds the largest double below a number; NaN for −∞ and for NaN. */
export function nextDown(value: number): number {
  if (Number.isNaN(value) || value === -Infinity) return NaN;
  if (value === 0) return -Number.MIN_VALUE;
  float[0] = value;
  bits[0]! += value > 0 ? -1n : 1n;
  return float[0]!;
}
