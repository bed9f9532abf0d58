/**
 * Creates what runs work of the same key one after the other, in the order in which it was asked for; a failure keeps
 * nobody who comes after it. Work of other keys does not wait for it.
 */
export function createTurns<K>(): <T>(key: K, work: () => Promise<T>) => Promise<T> {
  const last = new Map<K, Promise<unknown>>();
  return (key, work) => {
    const before = last.get(key);
    const done = before ? before.then(work, work) : work();
    last.set(key, done);
    const leave = () => {
      if (last.get(key) === done) last.delete(key);
    };
    done.then(leave, leave);
    return done;
  };
}
