import type {Rng} from "./draws/random.ts";

/**
 * Holds what drives one client and is never written: standard normal scores. Higher age is older, higher ext is
 * safer, higher bureau and conduct are riskier.
 */
export interface Latent {
  age: number;
  ext1: number;
  ext2: number;
  ext3: number;
  /** How deep in debt elsewhere, and how recently. */
  bureau: number;
  /** How the client pays this lender: lateness, use of cards, refusals. */
  conduct: number;
  wealth: number;
  tenure: number;
}

/**
 * Draws one client's scores. The weights give the correlations published for the scores (EXT_SOURCE_1 with age 0.62,
 * with EXT_SOURCE_2 0.21; EXT_SOURCE_3 with age 0.24) and let debts elsewhere follow EXT_SOURCE_3.
 */
export function drawLatent(rng: Rng): Latent {
  const age = rng.normal();
  const own1 = rng.normal();
  const own2 = rng.normal();
  const ext1 = 0.64 * age + 0.768 * own1;
  const ext2 = 0.1 * age + 0.19 * own1 + 0.977 * own2;
  const ext3 = 0.25 * age + 0.03 * own1 + 0.1 * own2 + 0.963 * rng.normal();
  const bureau = -0.45 * ext3 - 0.15 * ext2 + 0.871 * rng.normal();
  const conduct = 0.3 * bureau - 0.2 * ext3 - 0.2 * ext2 + 0.86 * rng.normal();
  const wealth = rng.normal();
  const tenure = 0.42 * age + 0.1 * ext2 + 0.9 * rng.normal();
  return {age, ext1, ext2, ext3, bureau, conduct, wealth, tenure};
}
