import {columnsOf} from "../columns.ts";
import {choose, type Flag, monthlyRate, rank} from "../expression.ts";
import type {Measure, RowSet} from "../family.ts";
import {say} from "../feature.ts";

export const previous = columnsOf("previous_application");
export const outcome = previous("NAME_CONTRACT_STATUS");
export const approved = outcome.is("Approved");
export const refused = outcome.is("Refused");
export const cancelled = outcome.is("Canceled");
export const decided = previous("DAYS_DECISION");
export const tie = previous("SK_ID_PREV");
export const requested = previous("AMT_APPLICATION");
export const granted = previous("AMT_CREDIT");
export const pastAnnuity = previous("AMT_ANNUITY");
const term = previous("CNT_PAYMENT");
export const reason = previous("CODE_REJECT_REASON");
const PLAN_MONTH_DAYS = 30;
const termEnd = previous("DAYS_FIRST_DUE").plus(term.times(PLAN_MONTH_DAYS));
/**
 * An instalment loan is running when it was approved, has a first due day, has not ended and its term, counted from
 * that day in the plans' months of 30 days, is not over. Without a first due day nothing was paid out; a revolving
 * loan has a limit, not a plan of instalments. Of 10,000 clients' contracts that count by this rule, 99.8 % have a
 * monthly statement that says active in the last three months; of those without an end date alone, 51 %.
 */
export const running = approved
  .and(previous("NAME_CONTRACT_TYPE").is("Revolving loans").not())
  .and(previous("DAYS_TERMINATION").isMissing())
  .and(termEnd.ge(0));
export const RUNNING_MEANS = say(
  "approved, first due day known, term not over, not ended",
  "approuvés, première échéance connue, durée non écoulée, non terminés"
);
export const order = rank(decided, tie);
const approvedOrder = rank(decided, tie, {where: approved});

export const recent = (days: number): Flag => decided.ge(-days);
export const WINDOWS = [
  [6, 183],
  [12, 365],
  [24, 730]
] as const;

export const ALL: RowSet = {
  key: "",
  label: say("", ""),
  rows: say("earlier applications", "les demandes antérieures")
};
export const APPROVED: RowSet = {
  key: "approved",
  label: say("approved", "demandes approuvées"),
  rows: say("approved earlier applications", "les demandes antérieures approuvées"),
  where: approved
};
export const REFUSED: RowSet = {
  key: "refused",
  label: say("refused", "demandes refusées"),
  rows: say("refused earlier applications", "les demandes antérieures refusées"),
  where: refused
};
export const RUNNING: RowSet = {
  key: "running",
  label: say("still running", "contrats en cours"),
  rows: say(
    `running instalment loans (${RUNNING_MEANS.en})`,
    `les prêts à échéances en cours (${RUNNING_MEANS.fr})`
  ),
  where: running
};
export const last = (n: number): RowSet => ({
  key: `last_${n}`,
  label: say(`last ${n}`, `${n} dernières demandes`),
  rows: say(`the ${n} newest applications`, `les ${n} demandes les plus récentes`),
  where: order.le(n)
});
export const lastApproved = (n: number): RowSet => ({
  key: `last_${n}_approved`,
  label: say(`last ${n} approved`, `${n} dernières demandes approuvées`),
  rows: say(`the ${n} newest approved applications`, `les ${n} dernières demandes approuvées`),
  where: approvedOrder.le(n)
});
export const window = ([months, days]: readonly [number, number]): RowSet => ({
  key: `${months}m`,
  label: say(`last ${months} months`, `${months} derniers mois`),
  rows: say(`applications of the last ${months} months`, `les demandes des ${months} derniers mois`),
  where: recent(days)
});

export const REQUESTED: Measure = {
  key: "requested",
  cause: "previous_amounts",
  unit: "amount",
  name: say("amount asked for earlier", "montant demandé auparavant"),
  formula: say("amount asked for", "montant demandé"),
  of: requested
};
export const GRANTED: Measure = {
  key: "credit",
  cause: "previous_amounts",
  unit: "amount",
  name: say("amount of earlier loans", "montant des prêts antérieurs"),
  formula: say("amount offered", "montant proposé"),
  of: granted
};
export const ANNUITY: Measure = {
  key: "annuity",
  cause: "previous_amounts",
  unit: "amount",
  name: say("instalment of earlier loans", "échéance des prêts antérieurs"),
  formula: say("instalment", "échéance"),
  of: pastAnnuity
};
export const RATIO: Measure = {
  key: "requested_to_credit",
  cause: "previous_amounts",
  unit: "ratio",
  name: say("asked for compared with offered", "demandé rapporté à proposé"),
  formula: say("amount asked for ÷ amount offered", "montant demandé ÷ montant proposé"),
  of: requested.over(granted)
};
export const DOWN: Measure = {
  key: "down_payment_rate",
  cause: "previous_amounts",
  unit: "ratio",
  name: say("down payment compared with the price", "apport rapporté au prix"),
  formula: say("down payment ÷ price of the goods", "apport ÷ prix des biens"),
  of: previous("AMT_DOWN_PAYMENT").over(previous("AMT_GOODS_PRICE"))
};
export const DOWN_AMOUNT: Measure = {
  key: "down_payment",
  cause: "previous_amounts",
  unit: "amount",
  name: say("down payments", "apports"),
  formula: say("down payment", "apport"),
  of: previous("AMT_DOWN_PAYMENT")
};
export const TERM: Measure = {
  key: "term",
  cause: "previous_amounts",
  unit: "months",
  name: say("term of earlier loans", "durée des prêts antérieurs"),
  formula: say(
    "term in months, revolving loans (term 0) left out",
    "durée en mois, prêts renouvelables (durée 0) exclus"
  ),
  of: choose(term.gt(0), term)
};
const simple = pastAnnuity.times(term).over(granted).minus(1).times(12).over(term);
export const SIMPLE: Measure = {
  key: "simple_interest",
  cause: "previous_rates",
  unit: "rate per year",
  name: say("simple yearly interest of earlier loans", "intérêt simple annuel des prêts antérieurs"),
  formula: say("(instalment × term ÷ loan − 1) × 12 ÷ term", "(échéance × durée ÷ prêt − 1) × 12 ÷ durée"),
  of: simple
};
export const rate = monthlyRate(granted, pastAnnuity, term);
export const RATE: Measure = {
  key: "monthly_rate",
  cause: "previous_rates",
  unit: "rate per month",
  name: say("monthly rate of earlier loans", "taux mensuel des prêts antérieurs"),
  formula: say(
    "the rate r > 0 with loan = instalment × (1 − (1 + r)^−term) ÷ r",
    "le taux r > 0 tel que prêt = échéance × (1 − (1 + r)^−durée) ÷ r"
  ),
  of: rate
};
export const DECISION: Measure = {
  key: "decision_age",
  cause: "previous_applications",
  unit: "days",
  name: say("days since earlier decisions", "jours depuis les décisions antérieures"),
  formula: say("days since the decision", "jours depuis la décision"),
  of: decided.negated()
};
export const EARLY: Measure = {
  key: "ended_early",
  cause: "contract_ends",
  unit: "days",
  name: say("days that earlier loans ended before plan", "jours d'avance de la fin des prêts antérieurs"),
  formula: say(
    "last due date of the first plan − real last due date (negative: ended later)",
    "dernière échéance du premier plan − dernière échéance réelle (négatif : fin plus tardive)"
  ),
  of: previous("DAYS_LAST_DUE_1ST_VERSION").minus(previous("DAYS_LAST_DUE"))
};
