import type {Loan} from "./application/loan.ts";
import type {Profile} from "./application/profile.ts";
import {sigmoid} from "./draws/distributions.ts";
import type {Latent} from "./latent.ts";

/** Log-odds weights of what drives default, set so that 8.07 % default and the correlations have the published size. */
const WEIGHTS = {intercept: -3.09, ext1: 0.34, ext2: 0.37, ext3: 0.46, bureau: 0.32, conduct: 0.56} as const;

/** Returns a client's true probability of default. */
export function defaultProbability(latent: Latent, profile: Profile, loan: Loan): number {
  return sigmoid(
    WEIGHTS.intercept -
      WEIGHTS.ext1 * latent.ext1 -
      WEIGHTS.ext2 * latent.ext2 -
      WEIGHTS.ext3 * latent.ext3 +
      WEIGHTS.bureau * latent.bureau +
      WEIGHTS.conduct * latent.conduct +
      profile.risk +
      loan.risk
  );
}
