import type {Clock} from "../../clock.ts";

/** How long an answer is given again, how many are kept, and bytes of all of them. */
export const KEPT = {forMs: 24 * 3_600_000, most: 10_000, bytes: 32 << 20} as const;
export type KeptLimits = {readonly [K in keyof typeof KEPT]: number};

/** What was answered to a POST with an Idempotency-Key. */
export interface KeptAnswer {
  status: number;
  type: string;
  body: string | Buffer;
}

/** What became of a key that a request was given with. */
export type Claim =
  /** Nobody used it: whoever asked makes the answer and settles it. */
  | "own"
  /** It was used with another request. */
  | "other"
  /** What was answered before. */
  | KeptAnswer;

/** Keeps the answers of keys, so that each is made once. Only successes are kept; the oldest go first. */
export interface KeptAnswers {
  /**
   * Claims a key for a request with a digest; waits while another request with it is being answered.
   * @throws STORAGE_…
   */
  claim(key: string, of: string): Promise<Claim>;
  /** Keeps the answer of a key that was claimed; null frees it, for the request failed. */
  settle(key: string, answer: KeptAnswer | null): Promise<void>;
  close(): void;
}

interface Entry {
  of: string;
  untilMs: number;
  /** null when the request failed: the key is free again. */
  answer: Promise<KeptAnswer | null>;
  settle(answer: KeptAnswer | null): void;
  /** Bytes that are kept; 0 while the answer is being made. */
  bytes: number;
}

/** Keeps answers in the memory of this process. */
export function createKeptAnswers({clock, limits = KEPT}: {clock: Clock; limits?: KeptLimits}): KeptAnswers {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  function remove(key: string, entry: Entry) {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    bytes -= entry.bytes;
  }

  function makeRoom() {
    for (const [key, entry] of entries) {
      const isOver = entries.size > limits.most || bytes > limits.bytes;
      if (!isOver && entry.untilMs > clock.elapsedMs()) return;
      if (entry.bytes > 0) remove(key, entry);
    }
  }

  function open(of: string): Entry {
    const {promise, resolve} = deferred<KeptAnswer | null>();
    return {of, untilMs: clock.elapsedMs() + limits.forMs, answer: promise, settle: resolve, bytes: 0};
  }

  return {
    async claim(key, of) {
      for (;;) {
        makeRoom();
        const found = entries.get(key);
        if (!found) break;
        if (found.of !== of) return "other";
        const answer = await found.answer;
        if (answer) return answer;
      }
      entries.set(key, open(of));
      return "own";
    },
    async settle(key, answer) {
      const entry = entries.get(key);
      if (!entry) return;
      if (answer) {
        entry.bytes = answer.body.length + 200;
        bytes += entry.bytes;
      } else remove(key, entry);
      entry.settle(answer);
    },
    close() {}
  };
}

function deferred<T>(): {promise: Promise<T>; resolve: (value: T) => void} {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return {promise, resolve};
}
