import type {Clock} from "../clock.ts";

/** A stream of scores of random clients while somebody who asked for it looks on. */
export interface DemoFeed {
  /** Tells how many viewers want the stream. */
  setViewers(viewers: number): void;
  close(): void;
}

/** About two scores a second. */
export const DEMO_INTERVAL_MS = 500;

/** Creates the demonstration stream: `scoreOne` is called at random intervals around the mean, never without viewers. */
export function createDemoFeed(parts: {
  clock: Clock;
  /** Uniform in [0, 1). */
  random: () => number;
  scoreOne: () => void;
}): DemoFeed {
  const {clock, random, scoreOne} = parts;
  let cancel: (() => void) | null = null;
  function next() {
    scoreOne();
    cancel = clock.after(DEMO_INTERVAL_MS * (0.4 + 1.2 * random()), next);
  }
  const stop = () => {
    cancel?.();
    cancel = null;
  };
  return {
    setViewers(viewers) {
      if (viewers === 0) stop();
      else cancel ??= clock.after(0, next);
    },
    close: stop
  };
}
