import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import type {Quantiles} from "./distributions.ts";

/** Mixes two integers into 32 well-spread bits (the finaliser of MurmurHash3). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x165667b1, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Draws from one seeded stream. The same seed and the same calls give the same numbers everywhere. */
export class Rng {
  private readonly generator: ReturnType<typeof xoroshiro128plus>;
  private spare: number | null = null;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed | 0);
    for (let i = 0; i < 16; i++) this.generator.next();
  }

  /** Draws from (0, 1), both ends excluded. */
  uniform(): number {
    return ((this.generator.next() >>> 0) + 0.5) / 4294967296;
  }

  /** Draws from N(0, 1) by Marsaglia's polar method. */
  normal(): number {
    if (this.spare !== null) {
      const value = this.spare;
      this.spare = null;
      return value;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * Math.log(s)) / s);
        this.spare = y * factor;
        return x * factor;
      }
    }
  }

  /** Returns true with probability p. */
  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** Draws an integer from low to high, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  /** Draws from the distribution that the quantiles describe. */
  from(quantiles: Quantiles): number {
    return quantiles(this.uniform());
  }

  /** Draws exp(N(log(median), sigma)). */
  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }
}
