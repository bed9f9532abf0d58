/** Maps a probability in (0, 1) to a value: an inverse cumulative distribution. */
export type Quantiles = (u: number) => number;

/** Builds an inverse distribution from anchors [probability, value], rising in both, linear between them. */
export function quantiles(...anchors: readonly (readonly [number, number])[]): Quantiles {
  const p = Float64Array.from(anchors, (anchor) => anchor[0]);
  const v = Float64Array.from(anchors, (anchor) => anchor[1]);
  const last = p.length - 1;
  return (u) => {
    if (u <= p[0]!) return v[0]!;
    for (let i = 1; i <= last; i++) {
      if (u <= p[i]!) return v[i - 1]! + ((u - p[i - 1]!) / (p[i]! - p[i - 1]!)) * (v[i]! - v[i - 1]!);
    }
    return v[last]!;
  };
}

/** Maps a uniform draw to one of the weighted entries; weights need not sum to 1. */
export type Choice<T> = (u: number) => T;

/** Builds a choice among entries [value, weight]. */
export function choice<T>(...entries: readonly (readonly [T, number])[]): Choice<T> {
  const total = entries.reduce((sum, entry) => sum + entry[1], 0);
  const cumulative = new Float64Array(entries.length);
  let sum = 0;
  entries.forEach((entry, i) => {
    sum += entry[1] / total;
    cumulative[i] = sum;
  });
  const values = entries.map((entry) => entry[0]);
  return (u) => {
    for (let i = 0; i < cumulative.length; i++) if (u <= cumulative[i]!) return values[i]!;
    return values[values.length - 1]!;
  };
}

/** Returns the cumulative distribution of N(0, 1) at x, to 7.5e-8 (Abramowitz and Stegun 26.2.17). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail =
    0.3989422804014327 *
    Math.exp((-x * x) / 2) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}

/** Returns 1 / (1 + e^−x). */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

export function clamp(x: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, x));
}

/** Rounds to the nearest multiple of step, where step is a whole number of halves. */
export function toGrid(x: number, step: number): number {
  return Math.round(x / step) * step;
}

/** Rounds an amount to the grid of 0.045 that the lender's small amounts lie on. */
export function toCents(x: number): number {
  return (Math.round(x / 0.045) * 45) / 1000;
}
