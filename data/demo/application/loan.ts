import {choice, clamp, normalCdf, quantiles, toGrid} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import type {Latent} from "../latent.ts";
import type {Profile} from "./profile.ts";

/** The loan that the client asks for now. */
export interface Loan {
  isRevolving: boolean;
  goods: number | null;
  credit: number;
  annuity: number | null;
  /** What the loan alone adds to the log-odds of default. */
  risk: number;
}

const goodsPrice = quantiles(
  [0, 45000],
  [0.01, 67500],
  [0.05, 135000],
  [0.25, 240000],
  [0.5, 450000],
  [0.75, 688000],
  [0.95, 1275000],
  [0.99, 1800000],
  [1, 2260000]
);
const cardLimit = choice(
  [135000, 0.16],
  [157500, 0.02],
  [180000, 0.27],
  [202500, 0.03],
  [225000, 0.13],
  [270000, 0.15],
  [292500, 0.02],
  [337500, 0.05],
  [360000, 0.02],
  [405000, 0.03],
  [450000, 0.06],
  [540000, 0.03],
  [675000, 0.03]
);
/** Insurance and fees added to the price of the goods, as a share. */
const markup = choice(
  [0, 0.33],
  [0.0395, 0.02],
  [0.0597, 0.02],
  [0.0779, 0.06],
  [0.0891, 0.03],
  [0.1124, 0.07],
  [0.1198, 0.08],
  [0.132, 0.08],
  [0.1452, 0.04],
  [0.1584, 0.1],
  [0.198, 0.05],
  [0.2376, 0.07],
  [0.264, 0.05]
);
/** Monthly payment as a share of the credit. */
const paymentRate = quantiles(
  [0, 0.0225],
  [0.01, 0.0262],
  [0.05, 0.0286],
  [0.25, 0.0365],
  [0.5, 0.0495],
  [0.75, 0.0628],
  [0.95, 0.096],
  [0.99, 0.112],
  [1, 0.1245]
);

/** Draws the loan: safer and richer clients ask for more; the riskier carry more insurance on top of the price. */
export function drawLoan(rng: Rng, latent: Latent, profile: Profile, isTest: boolean): Loan {
  const isRevolving = rng.chance(isTest ? 0.008 : 0.0955);
  if (isRevolving) {
    const credit = cardLimit(clamp(rng.uniform() * (1 + 0.1 * latent.wealth), 0.001, 1));
    return {isRevolving, credit, goods: rng.chance(0.005) ? null : credit, annuity: credit / 20, risk: -0.5};
  }
  const demand =
    1.0 * Math.log(profile.income / 148000) + 0.14 * latent.ext2 + 0.1 * latent.ext3 + 0.08 * latent.age;
  const score = demand + 0.83 * rng.normal();
  const raw = goodsPrice(normalCdf(score));
  const goods = toGrid(raw, rng.chance(0.82) ? (raw < 45000 ? 4500 : 22500) : 4500);
  const added = markup(clamp(rng.uniform() ** (1 + 0.12 * latent.ext3), 0, 1));
  const credit = toGrid(goods * (1 + added), 4.5);
  const length = 0.62 * score + 0.785 * rng.normal();
  const rate = paymentRate(normalCdf(-length));
  const annuity = rng.chance(0.00004) ? null : toGrid(credit * rate, 4.5);
  return {isRevolving, goods, credit, annuity, risk: 1.6 * (added - 0.1) - 0.12 * clamp(score, -2, 2)};
}
