import {clamp, toCents} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";

/** Part of one instalment's payment: a day and an amount. */
export interface Payment {
  day: number;
  amount: number;
}

export interface Instalment {
  version: number;
  number: number;
  due: number;
  amount: number;
  payments: Payment[];
}

/** A booked loan with equal monthly payments. Days count back from the application: −30 is a month before it. */
export interface LoanContract {
  key: number;
  isCash: boolean;
  decision: number;
  firstDue: number;
  term: number;
  annuity: number;
  credit: number;
  /** The number of the last instalment when repaid early, else null. */
  repaidAt: number | null;
}

/** Returns the day of the last instalment as it turned out, or null when the loan still runs. */
export function lastDue(contract: LoanContract): number | null {
  const number = contract.repaidAt ?? contract.term;
  const day = contract.firstDue + 30 * (number - 1);
  return day < -3 ? day : null;
}

/**
 * Draws what was due before the application and what was paid. Lateness comes in spells; a part paid first leaves two
 * rows or more of one instalment; an early repayment is the last instalment, larger, in a new version.
 */
export function drawSchedule(rng: Rng, contract: LoanContract, conduct: number): Instalment[] {
  const instalments: Instalment[] = [];
  const last = contract.repaidAt ?? contract.term;
  const lateRate = clamp(0.052 * Math.exp(0.06 * conduct + 0.3 * rng.normal()), 0.002, 0.6);
  const earliness = rng.lognormal(8 * Math.exp(-0.42 * conduct), 0.5);
  const splits = rng.chance(clamp(0.29 + 0.07 * conduct, 0.03, 0.8));
  const splitRate = splits ? clamp(0.15 * Math.exp(0.3 * conduct), 0, 0.8) : 0.012;
  const changes = rng.chance(0.1) ? rng.integer(2, Math.max(2, last)) : 0;
  let version = rng.chance(0.97) ? 1 : 2;
  let isLate = false;
  for (let number = 1; number <= last; number++) {
    const due = contract.firstDue + 30 * (number - 1);
    if (due > -2) break;
    if (number === changes) version++;
    let amount = contract.annuity;
    if (number === contract.repaidAt) {
      version++;
      amount = toCents(
        Math.max(contract.annuity, (contract.credit * (contract.term - number + 1)) / contract.term)
      );
    } else if (number === contract.term) amount = toCents(contract.annuity * (0.72 + 0.28 * rng.uniform()));
    isLate = rng.chance(isLate ? clamp(lateRate * 5, 0, 0.75) : lateRate);
    const day = due - payDelay(rng, isLate, earliness, conduct);
    instalments.push({
      version,
      number,
      due,
      amount,
      payments: drawPayments(rng, Math.min(-1, day), due, amount, splitRate)
    });
  }
  return instalments;
}

/** Draws days before the due date, negative when late. */
function payDelay(rng: Rng, isLate: boolean, earliness: number, conduct: number): number {
  if (isLate) {
    if (rng.chance(0.02)) return -Math.round(rng.lognormal(150, 1));
    return -Math.max(1, Math.round(rng.lognormal(4 * Math.exp(0.25 * conduct), 1.05)));
  }
  if (rng.chance(0.22)) return 0;
  return Math.max(0, Math.round(earliness * -Math.log(rng.uniform())));
}

function drawPayments(rng: Rng, day: number, due: number, amount: number, splitRate: number): Payment[] {
  if (rng.chance(0.0002)) return [];
  if (!rng.chance(splitRate)) return [{day, amount}];
  const share = rng.chance(0.5) ? 0.02 * rng.uniform() : rng.uniform();
  const first = toCents(amount * share);
  if (rng.chance(0.09)) return [{day, amount: first}];
  const second = Math.min(
    -1,
    rng.chance(0.6) ? day + rng.integer(0, 12) : Math.max(day, due - rng.integer(0, 8))
  );
  return [
    {day, amount: first},
    {day: second, amount: toCents(amount - first)}
  ];
}
