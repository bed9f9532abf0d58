/** More clients than these are not looked at one by one for the site, but evenly spread ones of them. */
export const MOST_CLIENTS = 400_000;

/** Chooses positions among `count`: all, or so many evenly spread ones, ascending. */
export function evenlySpread(count: number, most: number): Int32Array {
  if (count <= most) return Int32Array.from({length: count}, (_, i) => i);
  return Int32Array.from({length: most}, (_, i) => Math.floor((i * count) / most));
}
