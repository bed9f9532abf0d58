import {
  choice,
  clamp,
  normalCdf,
  type Quantiles,
  quantiles,
  toCents,
  toGrid
} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import type {Latent} from "../latent.ts";
import {cashPurpose, goodsCategory, sellerOf} from "./offerVocabulary.ts";

export type OfferType = "Cash loans" | "Consumer loans" | "Revolving loans" | "XNA";
export type OfferStatus = "Approved" | "Canceled" | "Refused" | "Unused offer";

/** What an earlier application asked for and was offered. Amounts are null where the application was never priced. */
export interface Offer {
  type: OfferType;
  status: OfferStatus;
  annuity: number | null;
  application: number;
  credit: number;
  downPayment: number | null;
  downRate: number | null;
  goods: number | null;
  term: number | null;
  purpose: string;
  goodsCategory: string;
  portfolio: string;
  productType: string;
  industry: string;
  yieldGroup: string;
  combination: string | null;
}

const consumerTerm = choice(
  [4, 0.03],
  [5, 0.02],
  [6, 0.2],
  [8, 0.06],
  [10, 0.235],
  [12, 0.295],
  [14, 0.02],
  [16, 0.01],
  [18, 0.045],
  [24, 0.075],
  [36, 0.01]
);
const cashTerm = choice(
  [6, 0.06],
  [12, 0.235],
  [18, 0.1],
  [24, 0.19],
  [30, 0.05],
  [36, 0.14],
  [42, 0.025],
  [48, 0.1],
  [54, 0.01],
  [60, 0.09]
);
const cashAmount: Quantiles = quantiles(
  [0, 22500],
  [0.05, 45000],
  [0.25, 112500],
  [0.5, 225000],
  [0.75, 454500],
  [0.95, 1080000],
  [0.99, 1575000],
  [1, 3000000]
);
const cardLimit = choice(
  [45000, 0.2],
  [67500, 0.05],
  [90000, 0.14],
  [135000, 0.17],
  [180000, 0.24],
  [225000, 0.12],
  [270000, 0.08],
  [337500, 0.04],
  [450000, 0.05],
  [675000, 0.03]
);
const markup = choice(
  [0, 0.42],
  [0.0815, 0.09],
  [0.1124, 0.11],
  [0.1198, 0.08],
  [0.132, 0.06],
  [0.165, 0.06],
  [0.198, 0.05],
  [0.264, 0.06],
  [0.35, 0.03],
  [0.45, 0.04]
);

const blank = {
  annuity: null,
  application: 0,
  credit: 0,
  downPayment: null,
  downRate: null,
  goods: null,
  term: null,
  goodsCategory: "XNA",
  portfolio: "XNA",
  productType: "XNA",
  industry: "XNA",
  yieldGroup: "XNA"
} as const;

/** Returns the equal monthly payment of a credit over n months at a monthly rate. */
export const monthlyPayment = (credit: number, rate: number, n: number) =>
  rate === 0 ? credit / n : (credit * rate) / (1 - (1 + rate) ** -n);

/** Draws the loan itself: price, credit, term, rate and payment that go together. */
export function drawOffer(rng: Rng, type: OfferType, status: OfferStatus, latent: Latent): Offer {
  if (type === "XNA") return {...blank, type, status, purpose: "XNA", combination: null};
  if (type === "Consumer loans") return consumerOffer(rng, status, latent);
  if (type === "Revolving loans") return revolvingOffer(rng, status, latent);
  return cashOffer(rng, status, latent);
}

function consumerOffer(rng: Rng, status: OfferStatus, latent: Latent): Offer {
  const category = goodsCategory(rng.uniform());
  const {industry, product} = sellerOf(category, rng.uniform());
  const size = category === "Mobile" ? 0.62 : category === "Vehicles" ? 3 : 1.12;
  const price = Math.max(
    4500,
    (status === "Refused" ? 1.45 : 1) * rng.lognormal(78000 * size * Math.exp(0.16 * latent.wealth), 0.72)
  );
  const goods = rng.chance(0.45) ? toGrid(price, 4.5) : rng.chance(0.5) ? toGrid(price, 450) : toCents(price);
  const pays = rng.chance(0.51) ? clamp(0.108 * Math.exp(0.66 * rng.normal()), 0.005, 0.75) : 0;
  const downPayment =
    pays === 0
      ? rng.chance(0.09)
        ? 4.05
        : 0
      : rng.chance(0.55)
        ? toGrid(goods * pays, 450)
        : toCents(goods * pays);
  const insured = rng.chance(0.42) ? 0.03 + 0.12 * rng.uniform() : 0;
  const credit = toGrid(Math.max(4500, (goods - downPayment) * (1 + insured)), 4.5);
  const term = consumerTerm(rng.uniform());
  const u = rng.uniform();
  const yieldGroup = u < 0.345 ? "high" : u < 0.66 ? "middle" : u < 0.885 ? "low_normal" : "low_action";
  const yearly =
    {high: 0.52, middle: 0.29, low_normal: 0.15, low_action: 0.02}[yieldGroup] * (0.8 + 0.4 * rng.uniform());
  const withInterest =
    yieldGroup === "high" || yieldGroup === "middle" || (yieldGroup === "low_normal" && rng.chance(0.8));
  const isPriced = status === "Approved" || status === "Refused";
  return {
    type: "Consumer loans",
    status,
    annuity: isPriced ? toCents(monthlyPayment(credit, yearly / 12, term)) : null,
    application: goods,
    credit,
    downPayment,
    downRate: (1.0891 * downPayment) / (credit + downPayment),
    goods,
    term: isPriced ? term : null,
    purpose: "XAP",
    goodsCategory: category,
    portfolio: isPriced ? "POS" : "XNA",
    productType: "XNA",
    industry,
    yieldGroup: isPriced ? yieldGroup : "XNA",
    combination: `POS ${product === "other" && !withInterest ? "others" : product} ${withInterest ? "with" : "without"} interest`
  };
}

function cashOffer(rng: Rng, status: OfferStatus, latent: Latent): Offer {
  const isBlank = status === "Canceled" ? rng.chance(0.975) : status === "Refused" ? rng.chance(0.13) : false;
  const walksIn = rng.chance(status === "Refused" ? 0.5 : 0.24);
  const purpose = walksIn && rng.chance(0.62) ? cashPurpose(rng.uniform()) : "XNA";
  if (isBlank) return {...blank, type: "Cash loans", status, purpose: "XNA", combination: "Cash"};
  const size = rng.normal();
  const raw =
    cashAmount(normalCdf(size)) *
    1.15 *
    Math.exp(0.22 * latent.wealth) *
    (status === "Refused" ? 1.55 : 0.84);
  const goods = Math.max(22500, toGrid(raw, rng.chance(0.85) ? 22500 : 4500));
  const credit = toGrid(goods * (1 + markup(rng.uniform())), 4.5);
  const term = cashTerm(normalCdf(0.8 * size + 0.6 * rng.normal() + (status === "Approved" ? -0.25 : 0.3)));
  const u = rng.uniform();
  const level = u < (walksIn ? 0.46 : 0.18) ? "high" : u < (walksIn ? 0.73 : 0.61) ? "middle" : "low";
  const yearly = {high: 0.55, middle: 0.32, low: 0.2}[level] * (0.85 + 0.3 * rng.uniform());
  return {
    type: "Cash loans",
    status,
    annuity: toCents(monthlyPayment(credit, yearly / 12, term)),
    application: goods,
    credit,
    downPayment: rng.chance(0.1) ? 0 : null,
    downRate: null,
    goods,
    term,
    purpose,
    goodsCategory: "XNA",
    portfolio: "Cash",
    productType: walksIn ? "walk-in" : "x-sell",
    industry: rng.chance(0.1) ? (rng.chance(0.6) ? "Consumer electronics" : "Connectivity") : "XNA",
    yieldGroup: level === "low" ? (rng.chance(0.88) ? "low_normal" : "low_action") : level,
    combination: `Cash ${walksIn ? "Street" : "X-Sell"}: ${level}`
  };
}

function revolvingOffer(rng: Rng, status: OfferStatus, latent: Latent): Offer {
  const isBlank = status !== "Approved" && rng.chance(status === "Canceled" ? 0.985 : 0.62);
  const street = isBlank ? rng.chance(0.9) : rng.chance(0.47);
  const combination = street ? "Card Street" : "Card X-Sell";
  if (isBlank) return {...blank, type: "Revolving loans", status, purpose: "XAP", combination};
  const limit = cardLimit(clamp(rng.uniform() * Math.exp(0.15 * latent.wealth), 0.001, 1));
  return {
    ...blank,
    type: "Revolving loans",
    status,
    annuity: limit / 20,
    application: street ? 0 : limit,
    credit: limit,
    goods: street ? null : limit,
    term: 0,
    purpose: "XAP",
    portfolio: "Cards",
    productType: street && rng.chance(0.4) ? "walk-in" : "x-sell",
    industry: street && rng.chance(0.3) ? (rng.chance(0.6) ? "Consumer electronics" : "Connectivity") : "XNA",
    combination
  };
}
