/**
 * Creates a writer that gathers what is asked for within one turn of the event loop and writes it at once,
 * so that many requests share one sync of the disk. The promise settles when its item is written, or rejects
 * with what the write threw.
 */
export function createGroupCommit<T>(write: (items: readonly T[]) => void): (item: T) => Promise<void> {
  let waiting: {item: T; resolve: () => void; reject: (error: unknown) => void}[] = [];
  function flush() {
    const group = waiting;
    waiting = [];
    try {
      write(group.map(({item}) => item));
    } catch (error) {
      for (const {reject} of group) reject(error);
      return;
    }
    for (const {resolve} of group) resolve();
  }
  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.push({item, resolve, reject}) === 1) setImmediate(flush);
    });
}
