/**
 * Makes a function that runs one call at a time: while one runs, only the newest of those that follow is kept, and runs
 * next. Resolves when nothing is left to run.
 */
export function paced<A extends unknown[]>(
  run: (...args: A) => Promise<void>
): (...args: A) => Promise<void> {
  let next: A | null = null;
  let running: Promise<void> | null = null;
  const work = async () => {
    while (next) {
      const args: A = next;
      next = null;
      await run(...args);
    }
    running = null;
  };
  return (...args) => {
    next = args;
    running ??= work();
    return running;
  };
}
