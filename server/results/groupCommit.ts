/** When a write is tried again, and by whose clock. */
export interface Retry {
  /** Tells whether the same write may succeed soon. */
  isWorthIt(error: unknown): boolean;
  elapsedMs(): number;
  after(delayMs: number, callback: () => void): unknown;
}

const PAUSE_MS = 25;
/** A write is tried for so long before those who wait for it are told. */
export const PATIENCE_MS = 2000;

/**
 * Creates a writer that gathers what is asked for within one turn of the event loop, or while an earlier group is
 * being written, and writes it at once, so that many requests share one sync of the disk. The promise settles when
 * its item is written, or rejects with what the write threw, at once or, if that may pass, after having tried for a
 * while; the event loop is free between the tries.
 */
export function createGroupCommit<T>(
  write: (items: readonly T[]) => Promise<void>,
  retry?: Retry
): (item: T) => Promise<void> {
  type Waiting = {item: T; sinceMs: number; resolve: () => void; reject: (error: unknown) => void};
  let waiting: Waiting[] = [];
  let busy = false;
  async function flush() {
    const group = waiting;
    waiting = [];
    let pauseMs = 0;
    try {
      await write(group.map(({item}) => item));
      for (const {resolve} of group) resolve();
    } catch (error) {
      const isPatient = ({sinceMs}: Waiting) =>
        retry?.isWorthIt(error) === true && retry.elapsedMs() - sinceMs < PATIENCE_MS;
      const again = group.filter(isPatient);
      waiting = [...again, ...waiting];
      if (again.length > 0) pauseMs = PAUSE_MS;
      for (const entry of group) if (!isPatient(entry)) entry.reject(error);
    }
    busy = waiting.length > 0;
    if (busy) pauseMs > 0 ? retry?.after(pauseMs, flush) : setImmediate(flush);
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({item, sinceMs: retry?.elapsedMs() ?? 0, resolve, reject});
      if (busy) return;
      busy = true;
      setImmediate(flush);
    });
}
