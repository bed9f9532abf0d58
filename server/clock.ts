/** Time as the server sees it, injected so that tests can turn it by hand. */
export interface Clock {
  /** ISO 8601, for what is stored and shown. */
  now(): string;
  /** Milliseconds from an arbitrary start; never goes back. */
  elapsedMs(): number;
  /** Calls back once after at least `delayMs`; the answer cancels. */
  after(delayMs: number, callback: () => void): () => void;
}

/** Creates the machine's own clock. Its timers do not keep the process alive. */
export function createSystemClock(): Clock {
  return {
    now: () => new Date().toISOString(),
    elapsedMs: () => performance.now(),
    after(delayMs, callback) {
      const timer = setTimeout(callback, delayMs).unref();
      return () => clearTimeout(timer);
    }
  };
}
