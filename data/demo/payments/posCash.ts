import {float} from "../csv.ts";
import {clamp} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import {type Instalment, type LoanContract, lastDue} from "./schedule.ts";

const DAYS_PER_MONTH = 30.44;

/**
 * Writes a contract's month-ends, from the month it was signed to its completion or to last month. The instalments still
 * to come fall by one a month; days past due follow from the instalments that were unpaid at that month's end.
 */
export function posCashLines(
  rng: Rng,
  clientId: number,
  contract: LoanContract,
  instalments: readonly Instalment[],
  conduct: number
): string[] {
  const lines: string[] = [];
  const ended = lastDue(contract);
  const first = Math.max(-96, Math.floor(contract.decision / DAYS_PER_MONTH) + (rng.chance(0.3) ? 1 : 0));
  const lastMonth = ended === null ? -1 : Math.min(-1, Math.floor(ended / DAYS_PER_MONTH) + 1);
  const isStuck = ended !== null && rng.chance(clamp(0.008 * Math.exp(0.85 * conduct), 0, 0.1));
  const isReturned = !contract.isCash && rng.chance(0.006);
  const skips = rng.chance(0.05);
  let paidUntil = 0;
  for (let month = first; month <= (isStuck ? -1 : lastMonth); month++) {
    const end = Math.min(-1, (month + 1) * DAYS_PER_MONTH);
    while (paidUntil < instalments.length && instalments[paidUntil]!.due <= end) paidUntil++;
    if (skips && month < lastMonth && rng.chance(0.1)) continue;
    const isDone = ended !== null && month >= lastMonth;
    const unknown = rng.chance(0.0028);
    const term = isDone && contract.repaidAt !== null && rng.chance(0.6) ? contract.repaidAt : contract.term;
    const future = isDone ? 0 : Math.max(0, term - paidUntil);
    let status = isDone && !isStuck ? "Completed" : "Active";
    if (month === first && paidUntil === 0 && rng.chance(0.085))
      status = rng.chance(0.95) ? "Signed" : "Approved";
    if (isReturned && month === first) status = "Returned to the store";
    if (isStuck && isDone && rng.chance(0.05)) status = rng.chance(0.72) ? "Demand" : "Amortized debt";
    const pastDue =
      isStuck && isDone
        ? Math.round((month - lastMonth) * DAYS_PER_MONTH + 20)
        : daysPastDue(instalments, paidUntil, end);
    const tolerated = pastDue > 0 && (isStuck ? rng.chance(0.93) : rng.chance(0.45)) ? 0 : pastDue;
    lines.push(
      `${contract.key},${clientId},${month},${unknown ? "" : float(term)},${unknown ? "" : float(future)},${status},${pastDue},${tolerated}`
    );
    if (isReturned) break;
  }
  return lines;
}

function daysPastDue(instalments: readonly Instalment[], until: number, end: number): number {
  for (let i = Math.max(0, until - 4); i < until; i++) {
    const {due, payments} = instalments[i]!;
    const paid = payments.length > 0 ? payments[payments.length - 1]!.day : -1;
    if (paid > end) return Math.max(1, Math.round(end - due));
  }
  return 0;
}
