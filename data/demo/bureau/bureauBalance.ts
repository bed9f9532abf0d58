import {clamp} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";

const DAYS_PER_MONTH = 30.44;
const MOST_MONTHS = 97;

/**
 * Writes a bureau loan's months as one block, newest first, without gaps: `C` after the closing, else `0`, `X` (unknown)
 * or the bucket of days past due 1–5, which climbs a bucket a month until the arrears are paid.
 */
export function bureauBalanceLines(
  rng: Rng,
  key: number,
  days: number,
  closed: number | null,
  risk: number
): {block: string; rows: number} {
  const first = Math.min(MOST_MONTHS - 1, Math.floor(-days / DAYS_PER_MONTH));
  const last = rng.chance(0.9) ? 0 : Math.floor(rng.uniform() * (first + 1));
  const closedMonth = closed === null ? -1 : Math.floor(-closed / DAYS_PER_MONTH);
  const isUnknown = rng.chance(0.25);
  const unknownShare = isUnknown ? 1 : rng.chance(0.4) ? 0.04 : 0.6 * rng.uniform();
  const slip = clamp(0.0075 * Math.exp(0.95 * risk), 0, 0.3);
  const lines: string[] = [];
  let bucket = 0;
  for (let month = first; month >= last; month--) {
    let status: string;
    if (month < closedMonth) status = "C";
    else if (isUnknown || rng.chance(unknownShare)) status = "X";
    else {
      if (bucket === 0) bucket = rng.chance(slip) ? 1 : 0;
      else if (bucket === 5) bucket = rng.chance(0.1) ? 0 : 5;
      else bucket = rng.chance(0.15) ? bucket + 1 : rng.chance(0.75) ? 0 : bucket;
      status = String(bucket);
    }
    lines.push(`${key},${month === 0 ? 0 : -month},${status}`);
  }
  lines.reverse();
  return {block: lines.join("\n"), rows: lines.length};
}
