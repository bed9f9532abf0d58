/** What a planned feature may be by its unit, whatever it is computed of; units of differences and slopes have no bounds. */
const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  share: [0, 1],
  "yes/no": [0, 1],
  hours: [0, 23],
  years: [0, 120],
  months: [0, Number.POSITIVE_INFINITY],
  count: [0, Number.POSITIVE_INFINITY],
  rank: [0, Number.POSITIVE_INFINITY]
};

/** Says what a value of a unit has to be; null when it can be. */
export function unitFault(unit: string, value: number): string | null {
  const [least, most] = BOUNDS[unit] ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (value >= least && value <= most) return null;
  return Number.isFinite(most) ? `a number from ${least} to ${most}` : `a number of at least ${least}`;
}
