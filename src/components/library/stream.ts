/** Values over time, as a cell takes them: the next one that comes, until somebody ends it. */
export interface Stream<T> extends AsyncIterableIterator<T, undefined> {
  return(): Promise<IteratorReturnResult<undefined>>;
}

/**
 * Creates a stream and what feeds it. A reader that is slower than the values gets those that waited as one, joined by
 * `join`. Ending it answers a reader who waits, at once, which a generator function cannot.
 */
export function createStream<T>(
  join: (earlier: T, later: T) => T,
  onEnd: () => void = () => {}
): {stream: Stream<T>; push(value: T): void} {
  let waiting: [T] | null = null;
  let isEnded = false;
  let readers: ((result: IteratorResult<T, undefined>) => void)[] = [];
  const end: IteratorReturnResult<undefined> = {done: true, value: undefined};
  const answer = (result: IteratorResult<T, undefined>) => {
    const answered = readers;
    readers = [];
    for (const reader of answered) reader(result);
  };
  return {
    push(value) {
      if (isEnded) return;
      if (readers.length > 0) answer({done: false, value});
      else waiting = [waiting ? join(waiting[0], value) : value];
    },
    stream: {
      [Symbol.asyncIterator]() {
        return this;
      },
      next() {
        if (isEnded) return Promise.resolve(end);
        if (!waiting) return new Promise((resolve) => readers.push(resolve));
        const [value] = waiting;
        waiting = null;
        return Promise.resolve({done: false, value});
      },
      return() {
        if (!isEnded) {
          isEnded = true;
          answer(end);
          onEnd();
        }
        return Promise.resolve(end);
      }
    }
  };
}
