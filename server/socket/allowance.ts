import type {Clock} from "../clock.ts";

/** What one socket may ask: so much at once, and so much a second after that. */
export const BURST = 1000;
export const PER_SECOND = 1000;

/** Creates a token bucket: the function takes a cost and answers whether there is still enough for it. */
export function createAllowance(
  clock: Clock,
  burst = BURST,
  perSecond = PER_SECOND
): (cost: number) => boolean {
  let left = burst;
  let lastMs = clock.elapsedMs();
  return (cost) => {
    const nowMs = clock.elapsedMs();
    left = Math.min(burst, left + ((nowMs - lastMs) / 1000) * perSecond);
    lastMs = nowMs;
    if (left < cost) return false;
    left -= cost;
    return true;
  };
}
