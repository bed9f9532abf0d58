const SIZE = 624;
const PERIOD = 397;

/** A stream of uniformly distributed 32-bit numbers. */
export interface Mt19937 {
  /** The next number, 0 … 2³² − 1. */
  next(): number;
}

/**
 * Creates the Mersenne Twister from a seed, 0 … 2³² − 1.
 * Source: M. Matsumoto, T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random
 * number generator", ACM TOMACS 8 (1998), seeded by Knuth's multiplier as numpy.random.RandomState(seed) does.
 */
export function createMt19937(seed: number): Mt19937 {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++)
    state[i] = Math.imul(1_812_433_253, state[i - 1]! ^ (state[i - 1]! >>> 30)) + i;
  let at = SIZE;
  const twist = () => {
    for (let i = 0; i < SIZE; i++) {
      const bits = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
      state[i] = state[(i + PERIOD) % SIZE]! ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    at = 0;
  };
  return {
    next() {
      if (at === SIZE) twist();
      let x = state[at++]!;
      x ^= x >>> 11;
      x ^= (x << 7) & 0x9d2c5680;
      x ^= (x << 15) & 0xefc60000;
      return (x ^ (x >>> 18)) >>> 0;
    }
  };
}
