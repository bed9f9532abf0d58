import {float} from "../csv.ts";
import {choice, clamp, toCents, toGrid} from "../draws/distributions.ts";
import type {Rng} from "../draws/random.ts";
import type {Instalment} from "./schedule.ts";

/** A booked credit card. Days and months count back from the application. */
export interface CardContract {
  key: number;
  decision: number;
  limit: number;
}

const DAYS_PER_MONTH = 30.44;
const MIN_PAYMENT = 0.056;
const MONTHLY_RATE = 0.0235;
const habit = choice<"unused" | "light" | "heavy">(["unused", 0.18], ["light", 0.32], ["heavy", 0.5]);

interface CardRecord {
  lines: string[];
  instalments: Instalment[];
}

/**
 * Walks a card month by month: drawings at machines and in shops, interest, the least payment due, what was paid, and the
 * balance that results. Riskier clients use more of the limit, draw cash, pay the least. Payments become instalments.
 */
export function cardRecord(rng: Rng, clientId: number, card: CardContract, conduct: number): CardRecord {
  const record: CardRecord = {lines: [], instalments: []};
  const first = Math.max(-96, Math.floor(card.decision / DAYS_PER_MONTH) + 1);
  if (first > -1) return record;
  const use = habit(clamp(rng.uniform() * 0.9 + 0.05 + 0.24 * conduct, 0.001, 1));
  const isUsed = use !== "unused";
  const firstUse = isUsed ? first + Math.floor(rng.uniform() ** 3 * Math.min(10, -first)) : 1;
  const spell = -Math.log(rng.uniform()) * (use === "heavy" ? 42 : 22) * Math.exp(0.2 * conduct);
  const lastUse = firstUse + Math.round(spell);
  const pace = clamp((use === "heavy" ? 1.03 : 0.75) + 0.16 * conduct + 0.17 * rng.normal(), 0.05, 1.14);
  const stops = !isUsed && rng.chance(0.5) ? rng.integer(first + 2, 0) : 1;
  const repays = clamp(1.12 - 0.1 * conduct + 0.25 * rng.normal(), 1.02, 2.5);
  const slip = clamp(0.02 * Math.exp(0.4 * conduct), 0, 0.3);
  const cashHabit = clamp(0.55 + 0.12 * conduct + 0.3 * rng.normal(), 0, 1);
  const trickle = toCents(rng.lognormal(180, 1.5));
  const countsTrickle = rng.chance(0.25);
  const countsIdle = rng.chance(0.62);
  const paysTwice = rng.chance(0.6);
  let limit = isUsed ? toGrid(card.limit * (use === "heavy" ? 1.1 : 0.9), 4500) : card.limit;
  let balance = 0;
  let minimum = 0;
  let mature = 0;
  let pastDue = 0;
  let number = 0;
  for (let month = first; month <= -1; month++) {
    const isOver = month >= stops;
    if (isOver || (isUsed && month > lastUse && balance === 0 && rng.chance(0.03))) limit = 0;
    else if (rng.chance(0.012) && limit > 0)
      limit = toGrid(Math.max(45000, limit * (rng.chance(0.45) ? 1.4 : 0.7)), 22500);
    const uses = isUsed && month >= firstUse && month <= lastUse && limit > 0;
    const room = Math.max(0, pace * limit - balance);
    let atm = 0;
    let shop = 0;
    let other = 0;
    let atmCount = 0;
    let shopCount = 0;
    let otherCount = 0;
    if (
      uses &&
      room > 2000 &&
      rng.chance(month === firstUse ? 1 : balance === 0 ? 0.3 : clamp(0.5 + 0.17 * conduct, 0.08, 0.9))
    ) {
      const drawn = Math.min(room, rng.lognormal(balance === 0 ? 0.7 * room : 0.5 * room + 30000, 0.8));
      if (rng.chance(cashHabit)) {
        atm = Math.max(2250, toGrid(drawn, 2250));
        atmCount = 1 + Math.floor(-Math.log(rng.uniform()) * 1.7);
      }
      if (atm === 0 || rng.chance(0.25)) {
        shop = toCents(drawn * (0.15 + 0.7 * rng.uniform()));
        shopCount = 1 + Math.floor(-Math.log(rng.uniform()) * 2.7 * Math.exp(0.3 * conduct));
      }
      if (rng.chance(0.02)) {
        other = toGrid(rng.lognormal(30000, 1), 2250);
        otherCount = 1;
      }
    }
    const skipped = minimum > 0 && rng.chance(slip);
    const extra = rng.chance(0.3) ? rng.lognormal(2.4, 0.8) : 1;
    const full =
      balance > 0 &&
      (rng.chance(month > lastUse ? 0.06 : use === "light" ? 0.03 : 0.006) || minimum >= balance);
    let paid = 0;
    if (balance > 0 && !skipped)
      paid = full
        ? toCents(balance)
        : Math.min(toCents(balance), toGrid(Math.max(2250, minimum * repays * extra), 450));
    else if (balance === 0 && isUsed && month > firstUse && rng.chance(0.92)) paid = trickle;
    const interest = toCents(Math.max(0, balance) * MONTHLY_RATE);
    const principal = Math.max(0, toCents(balance + atm + shop + other - paid));
    const isTrickle = balance === 0 && paid > 0;
    balance = principal === 0 ? 0 : toCents(principal + interest);
    const isNegative = balance === 0 && rng.chance(0.0012);
    const shown = isNegative ? -toCents(rng.lognormal(400, 1)) : balance;
    const before = minimum;
    minimum = balance === 0 ? 0 : toCents(Math.max(Math.min(2250, balance), balance * MIN_PAYMENT));
    if (before > 0 || (mature > 0 && countsIdle)) mature++;
    pastDue = skipped ? pastDue + (pastDue === 0 ? rng.integer(4, 12) : 30) : 0;
    const knowsDrawings = isUsed ? !rng.chance(0.01) : rng.chance(0.04);
    const started = month > first + (isUsed ? 1 : 3) || mature > 0;
    const receivable = isNegative
      ? shown
      : balance === 0 && rng.chance(0.045)
        ? -toCents(rng.lognormal(250, 1.1))
        : balance;
    const status = isOver
      ? rng.chance(0.9)
        ? "Completed"
        : "Active"
      : month === first && rng.chance(0.1)
        ? "Signed"
        : "Active";
    const cell = (x: number) => (knowsDrawings ? float(x) : "");
    record.lines.push(
      [
        card.key,
        clientId,
        month,
        float(shown),
        limit,
        cell(atm),
        float(atm + shop + other),
        cell(other),
        cell(shop),
        started ? float(before) : "",
        knowsDrawings || paid > 0 ? float(paid) : "",
        float(isTrickle && !countsTrickle ? 0 : paid),
        float(principal),
        float(receivable),
        float(receivable),
        cell(atmCount),
        atmCount + shopCount + otherCount,
        cell(otherCount),
        cell(shopCount),
        started ? float(mature) : "",
        status,
        pastDue,
        pastDue > 0 && rng.chance(0.6) ? Math.min(pastDue, 30) : 0
      ].join(",")
    );
    if (paid > 0) {
      const part = paysTwice && paid >= 9 ? toCents(paid * (0.2 + 0.6 * rng.uniform())) : 0;
      if (part > 0) record.instalments.push(cardInstalment(rng, ++number, month, part));
      record.instalments.push(cardInstalment(rng, ++number, month, toCents(paid - part)));
    } else if (before > 0 && !skipped) number++;
  }
  return record;
}

function cardInstalment(rng: Rng, number: number, month: number, paid: number): Instalment {
  const due = Math.min(-2, Math.round(month * DAYS_PER_MONTH) + rng.integer(0, 8));
  const day = Math.max(-2922, rng.chance(0.3) ? due - rng.integer(1, 28) : due);
  return {version: 0, number, due, amount: paid, payments: [{day, amount: paid}]};
}
