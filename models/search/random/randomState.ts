import {createMt19937} from "./mt19937.ts";

/** Draws as numpy's legacy RandomState does: the same seed and calls give the same numbers. */
export interface RandomState {
  /** How many numbers were drawn; with the seed, the whole state. */
  readonly draws: number;
  /** A number in [0, 1) of 53 bits. */
  random(): number;
  /** A number in [low, high). */
  uniform(low: number, high: number): number;
  /** `size` positions of `weights` (≥ 0, sum 1), each drawn with its weight. */
  choice(weights: ArrayLike<number>, size: number): Uint32Array;
  /** Shuffles in place. */
  shuffle<T>(values: T[]): T[];
}

/**
 * Creates the generator from a seed, 0 … 2³² − 1, and passes over what was drawn before.
 * Source: numpy.random.RandomState, whose stream is frozen by NEP 19.
 */
export function createRandomState(seed: number, drawn = 0): RandomState {
  const twister = createMt19937(seed);
  let draws = 0;
  const next = () => {
    draws++;
    return twister.next();
  };
  const random = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  while (draws < drawn) next();
  return {
    get draws() {
      return draws;
    },
    random,
    uniform: (low, high) => low + (high - low) * random(),
    choice(weights, size) {
      const upTo = new Float64Array(weights.length);
      let sum = 0;
      for (let i = 0; i < weights.length; i++) upTo[i] = sum += weights[i]!;
      return Uint32Array.from({length: size}, () => {
        const u = random();
        let i = 0;
        while (i < upTo.length - 1 && upTo[i]! / sum <= u) i++;
        return i;
      });
    },
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = upToInclusive(i, next);
        [values[i], values[j]] = [values[j]!, values[i]!];
      }
      return values;
    }
  };
}

/** Draws 0 … most by throwing away what the smallest sufficient mask leaves too large. */
function upToInclusive(most: number, next: () => number): number {
  const mask = 2 ** (32 - Math.clz32(most)) - 1;
  for (;;) {
    const value = (next() & mask) >>> 0;
    if (value <= most) return value;
  }
}
