import {float} from "../csv.ts";
import type {Instalment} from "./schedule.ts";

/** Writes instalments as lines: one per payment; an instalment never paid has one line with empty cells. */
export function installmentLines(
  key: number,
  clientId: number,
  instalments: readonly Instalment[]
): string[] {
  const lines: string[] = [];
  for (const {version, number, due, amount, payments} of instalments) {
    const head = `${key},${clientId},${float(version)},${number},${float(due)}`;
    if (payments.length === 0) lines.push(`${head},,${float(amount)},`);
    for (const payment of payments)
      lines.push(`${head},${float(payment.day)},${float(amount)},${float(payment.amount)}`);
  }
  return lines;
}
