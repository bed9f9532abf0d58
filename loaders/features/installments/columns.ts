import {columnsOf} from "../columns.ts";
import {type Flag, max, min, of, rank, sum} from "../expression.ts";
import type {Measure, RowSet} from "../family.ts";
import {say} from "../feature.ts";

const payment = columnsOf("installments_payments");
const contractKey = payment("SK_ID_PREV");

/** One instalment from its partial payments: due day, amount due, amount paid, day of the last payment. */
export const due = max(payment("DAYS_INSTALMENT"), {to: "instalment"});
export const owed = max(payment("AMT_INSTALMENT"), {to: "instalment"});
export const paid = sum(payment("AMT_PAYMENT"), {to: "instalment"}).orElse(0);
export const lastPaid = max(payment("DAYS_ENTRY_PAYMENT"), {to: "instalment"});
const contract = max(contractKey, {to: "instalment"});
export const number = max(payment("NUM_INSTALMENT_NUMBER"), {to: "instalment"});
const version = max(payment("NUM_INSTALMENT_VERSION"), {to: "instalment"});
export const isCard = version.eq(0);
/** The whole key of an instalment in one number, so that equal due days have one order. */
export const key = contract
  .times(2 ** 19)
  .plus(number.times(2 ** 9))
  .plus(version);

/** Positive when the last part was paid after the due day; an early payment is never late. */
export const delay = lastPaid.minus(due);
export const lateDays = delay.atLeast(0);
const earlyDays = delay.negated().atLeast(0);
export const shortfall = owed.minus(paid).atLeast(0);
export const paidRatio = paid.over(owed);
export const late = (days: number): Flag => delay.gt(days);
export const timed = delay.isKnown();
export const underpaid = paid.lt(owed);
export const within = (days: number): Flag => due.ge(-days);
export const order = rank(due, key);

const firstDue = min(payment("DAYS_INSTALMENT"), {to: "payment_contract"});
const contractOfGroup = max(contractKey, {to: "payment_contract"});
const contractOrder = of("instalment", rank(firstDue, contractOfGroup));

export const ALL: RowSet = {
  key: "",
  label: say("", ""),
  rows: say("past instalments", "les échéances passées")
};
export const SPANS = [60, 90, 180, 365] as const;
export const span = (days: number): RowSet => ({
  key: `${days}d`,
  label: say(`last ${days} days`, `${days} derniers jours`),
  rows: say(`instalments due in the last ${days} days`, `les échéances des ${days} derniers jours`),
  where: within(days)
});
export const LASTS = [12, 24, 60] as const;
export const last = (n: number): RowSet => ({
  key: `last_${n}`,
  label: say(`last ${n} instalments`, `${n} dernières échéances`),
  rows: say(`the ${n} newest instalments`, `les ${n} échéances les plus récentes`),
  where: order.le(n)
});
export const NEWEST: RowSet = {
  key: "newest_contract",
  label: say("newest contract", "contrat le plus récent"),
  rows: say("instalments of the contract that began last", "les échéances du contrat commencé en dernier"),
  where: contractOrder.eq(1)
};

export const DELAY: Measure = {
  key: "delay",
  cause: "payment_delays",
  unit: "days",
  name: say("payment delay", "délai de paiement"),
  formula: say(
    "day of the last payment − due day (negative: early)",
    "jour du dernier paiement − jour d'échéance (négatif : en avance)"
  ),
  of: delay
};
export const LATE: Measure = {
  key: "late_days",
  cause: "payment_delays",
  unit: "days",
  name: say("days late", "jours de retard"),
  formula: say(
    "days paid after the due day, 0 when on time or early",
    "jours payés après l'échéance, 0 si à l'heure ou en avance"
  ),
  of: lateDays
};
export const EARLY: Measure = {
  key: "early_days",
  cause: "payment_delays",
  unit: "days",
  name: say("days early", "jours d'avance"),
  formula: say("days paid before the due day, 0 when late", "jours payés avant l'échéance, 0 si en retard"),
  of: earlyDays
};
export const SHORT: Measure = {
  key: "shortfall",
  cause: "payment_shortfalls",
  unit: "amount",
  name: say("shortfall of payments", "insuffisance de paiement"),
  formula: say(
    "amount due − amount paid, 0 when paid in full",
    "montant dû − montant payé, 0 si payé en totalité"
  ),
  of: shortfall
};
export const RATIO: Measure = {
  key: "paid_to_due",
  cause: "payment_shortfalls",
  unit: "ratio",
  name: say("paid compared with due", "payé rapporté au dû"),
  formula: say("amount paid ÷ amount due", "montant payé ÷ montant dû"),
  of: paidRatio
};
export const PAID: Measure = {
  key: "paid",
  cause: "payment_history",
  unit: "amount",
  name: say("amount paid", "montant payé"),
  formula: say("amount paid per instalment", "montant payé par échéance"),
  of: paid
};
export const OWED: Measure = {
  key: "due",
  cause: "payment_history",
  unit: "amount",
  name: say("amount due", "montant dû"),
  formula: say("amount due per instalment", "montant dû par échéance"),
  of: owed
};
export const PAID_AGE: Measure = {
  key: "payment_age",
  cause: "payment_history",
  unit: "days",
  name: say("days since payments", "jours depuis les paiements"),
  formula: say(
    "days from the last payment of the instalment to today",
    "jours du dernier paiement de l'échéance à aujourd'hui"
  ),
  of: lastPaid.negated()
};
