import {float} from "../csv.ts";
import {choice, clamp, normalCdf, quantiles, toCents, toGrid} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import type {Latent} from "../latent.ts";
import {bureauBalanceLines} from "./bureauBalance.ts";

/** One client's lines for the two bureau tables; the monthly lines are one block per loan. */
export interface BureauRecord {
  lines: string[];
  balances: {block: string; rows: number}[];
}

const count = quantiles(
  [0, 0.51],
  [0.1, 1.2],
  [0.25, 2.2],
  [0.5, 4.45],
  [0.75, 7.45],
  [0.9, 11.3],
  [0.95, 14],
  [0.99, 20.5],
  [0.9995, 34],
  [1, 48]
);
const opened = quantiles(
  [0, 0],
  [0.01, 37],
  [0.05, 128],
  [0.25, 476],
  [0.5, 984],
  [0.75, 1650],
  [0.95, 2659],
  [0.99, 2868],
  [1, 2922]
);
const creditType = choice(
  ["Consumer credit", 0.7281],
  ["Credit card", 0.2339],
  ["Car loan", 0.0157],
  ["Mortgage", 0.0103],
  ["Microloan", 0.0088],
  ["Loan for business development", 0.0012],
  ["Another type of loan", 0.0006],
  ["Loan for working capital replenishment", 0.0003],
  ["Unknown type of loan", 0.0003],
  ["Loan for the purchase of equipment", 0.00005],
  ["Cash loan (non-earmarked)", 0.00005],
  ["Real estate loan", 0.00002],
  ["Interbank credit", 0.000005]
);
const termMonths = choice(
  [3, 0.03],
  [4, 0.04],
  [6, 0.15],
  [8, 0.03],
  [10, 0.08],
  [12, 0.26],
  [18, 0.07],
  [24, 0.13],
  [36, 0.14],
  [48, 0.05],
  [60, 0.15]
);
const cardTerm = choice<number | null>(
  [null, 0.24],
  [365, 0.05],
  [730, 0.18],
  [1096, 0.26],
  [1461, 0.04],
  [1826, 0.1],
  [3653, 0.26],
  [31000, 0.1]
);

function plannedTerm(rng: Rng, type: string): number | null {
  if (type === "Credit card") {
    const term = cardTerm(rng.uniform());
    return term === 31000 ? rng.integer(29500, 33000) : term === null ? null : term + rng.integer(-25, 25);
  }
  if (rng.chance(0.012)) return null;
  if (type === "Mortgage") return rng.integer(5, 25) * 365 + rng.integer(-9, 9);
  if (type === "Microloan") return rng.integer(10, 180);
  if (type === "Car loan") return rng.integer(2, 5) * 365 + rng.integer(-9, 9);
  return Math.round(termMonths(rng.uniform()) * 30.44) + rng.integer(-4, 4);
}

function creditSum(rng: Rng, type: string, wealth: number, term: number | null): number {
  const factor = Math.exp(0.25 * wealth);
  if (type === "Credit card")
    return rng.chance(0.155)
      ? 0
      : toGrid(rng.lognormal(92000 * factor, 1.05), rng.chance(0.6) ? 45000 : 4500);
  if (type === "Mortgage") return toGrid(rng.lognormal(2.2e6 * factor, 0.8), 4500);
  if (type === "Car loan") return toGrid(rng.lognormal(8e5 * factor, 0.65), 4500);
  if (type === "Microloan") return toGrid(rng.lognormal(18000, 0.9), 450);
  if (type.startsWith("Loan for")) return toGrid(rng.lognormal(1e6 * factor, 1.1), 4500);
  const long = (clamp(term ?? 365, 90, 1900) / 365) ** 0.85;
  const amount = rng.lognormal(80000 * factor * long, 1.28);
  return rng.chance(0.4)
    ? toGrid(amount, amount > 90000 ? 22500 : 4500)
    : rng.chance(0.5)
      ? toGrid(amount, 4.5)
      : toCents(amount);
}

/** Draws whether and when the loan was closed (days, negative), or null for one still open. */
function closing(rng: Rng, type: string, days: number, term: number | null, risk: number): number | null {
  if (type === "Credit card") {
    const life = -Math.log(rng.uniform()) * 2600 * Math.exp(0.3 * risk);
    return life < -days - 1 ? Math.round(days + life) : null;
  }
  const early = rng.chance(0.5 - 0.06 * risk) ? 0.2 + 0.75 * rng.uniform() : 1;
  const delay = early === 1 && rng.chance(0.2) ? rng.lognormal(60, 1) : 0;
  const end = days + (term ?? 730) * early + delay;
  if (end >= -1) return null;
  return rng.chance(clamp(0.045 * Math.exp(0.35 * risk), 0, 0.3)) ? null : Math.round(end);
}

/** Draws a client's record at the credit bureau: riskier clients borrowed more recently, and owe more of it. */
export function bureauRecord(
  rng: Rng,
  clientId: number,
  isTest: boolean,
  latent: Latent,
  nextKey: () => number
): BureauRecord {
  const record: BureauRecord = {lines: [], balances: []};
  if (rng.chance(isTest ? 0.133 : 0.1416)) return record;
  const number = Math.max(
    1,
    Math.round(count(normalCdf(0.12 * latent.age + 0.05 * latent.bureau + 0.99 * rng.normal())))
  );
  const hasMonths = rng.chance(isTest ? 1 : 0.354);
  const knowsAnnuity = rng.chance(0.46);
  for (let i = 0; i < number; i++) {
    const type = creditType(rng.uniform());
    const recency = 0.5 * latent.bureau + 0.866 * rng.normal();
    const days = -Math.round(opened(normalCdf(-recency)));
    const term = plannedTerm(rng, type);
    const end = term === null ? null : days + term;
    const closed = closing(rng, type, days, term, latent.bureau);
    const isSold = closed === null && rng.chance(clamp(0.008 * Math.exp(0.5 * latent.bureau), 0, 0.1));
    const isActive = closed === null;
    const sum = creditSum(rng, type, latent.wealth, term);
    const used = type === "Credit card" ? clamp(0.3 + 0.22 * latent.bureau + 0.4 * rng.normal(), 0, 1.04) : 0;
    const left = end === null || term === null ? 0.4 : clamp(end / term, 0.03, 1);
    const debt = !isActive
      ? rng.chance(0.012)
        ? toCents(sum * rng.uniform() * 0.6)
        : 0
      : type === "Credit card"
        ? toCents(sum * used)
        : rng.chance(0.1)
          ? 0
          : toCents(sum * Math.min(1.02, left * 1.85 * (0.85 + 0.25 * rng.uniform())));
    const isOverdue = isActive && rng.chance(clamp(0.0052 * Math.exp(0.6 * latent.bureau), 0, 0.2));
    const knowsOverdue = rng.chance(isActive ? 0.23 : 0.38);
    const overdueMax = rng.chance(clamp(0.19 * Math.exp(0.2 * latent.bureau), 0, 0.7))
      ? toCents(rng.lognormal(6500, 1.35))
      : 0;
    const knowsDebt = isActive ? rng.chance(0.9) : rng.chance(0.83);
    const isCardOpen = type === "Credit card" && isActive;
    const limit = isCardOpen && rng.chance(0.345) ? toCents(Math.max(0, sum - debt)) : 0;
    const update = isActive
      ? -Math.min(-days, Math.round(rng.chance(0.76) ? rng.lognormal(17, 0.8) : rng.lognormal(420, 0.9)))
      : Math.max(
          days,
          Math.min(
            -1,
            (closed ?? -1) +
              (rng.chance(0.9) ? rng.integer(-1, 12) : Math.round(rng.uniform() * -(closed ?? 0)))
          )
        );
    const key = nextKey();
    record.lines.push(
      [
        clientId,
        key,
        isSold ? "Sold" : isActive ? "Active" : "Closed",
        rng.chance(0.9993) ? "currency 1" : rng.chance(0.85) ? "currency 2" : "currency 3",
        days,
        isOverdue ? Math.max(1, Math.min(-days, Math.round(rng.lognormal(28, 1.5)))) : 0,
        float(end),
        float(closed ?? (isSold && rng.chance(0.2) ? Math.max(days + 1, -rng.integer(5, 900)) : null)),
        float(knowsOverdue ? overdueMax : null),
        rng.chance(0.0037) ? (rng.chance(0.84) ? 1 : rng.integer(2, 5)) : 0,
        float(sum),
        float(knowsDebt ? (rng.chance(0.0026) ? -toCents(rng.lognormal(900, 1.4)) : debt) : null),
        float(rng.chance(type === "Credit card" ? 0.15 : 0.44) ? null : limit),
        float(isOverdue ? toCents(rng.lognormal(2500, 1.6)) : 0),
        type,
        update,
        float(knowsAnnuity ? annuity(rng, isActive, sum, term) : null)
      ].join(",")
    );
    if (hasMonths && !rng.chance(isTest ? 0.001 : 0.01))
      record.balances.push(bureauBalanceLines(rng, key, days, closed, latent.bureau));
  }
  return record;
}

function annuity(rng: Rng, isActive: boolean, sum: number, term: number | null): number | null {
  if (rng.chance(0.06)) return null;
  if (rng.chance(isActive ? 0.36 : 0.66)) return 0;
  const months = clamp((term ?? 730) / 30.44, 3, 120);
  return toCents(69 * (sum / months) ** 0.64 * (0.88 + 0.24 * rng.uniform()));
}
