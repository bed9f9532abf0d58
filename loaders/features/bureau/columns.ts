import {columnsOf} from "../columns.ts";
import type {Measure, RowSet} from "../family.ts";
import {say} from "../feature.ts";

export const bureau = columnsOf("bureau");
export const opened = bureau("DAYS_CREDIT");
const state = bureau("CREDIT_ACTIVE");
export const active = state.is("Active");
export const closed = state.is("Closed");
export const amountOf = bureau("AMT_CREDIT_SUM");
export const debt = bureau("AMT_CREDIT_SUM_DEBT");
export const overdue = bureau("AMT_CREDIT_SUM_OVERDUE");
export const plannedEnd = bureau("DAYS_CREDIT_ENDDATE");
export const realEnd = bureau("DAYS_ENDDATE_FACT");
/** End dates further than 40 years away are placeholders of the bureau, not dates. */
export const plausibleEnd = plannedEnd.le(14610).and(plannedEnd.ge(-14610));
const recent = (days: number) => opened.ge(-days);

export const ALL: RowSet = {
  key: "",
  label: say("", ""),
  rows: say("all loans at other lenders", "tous les crédits chez d'autres prêteurs")
};
export const ACTIVE: RowSet = {
  key: "active",
  label: say("active loans", "crédits en cours"),
  rows: say("the active loans at other lenders", "les crédits en cours chez d'autres prêteurs"),
  where: active
};
export const CLOSED: RowSet = {
  key: "closed",
  label: say("closed loans", "crédits clos"),
  rows: say("the closed loans at other lenders", "les crédits clos chez d'autres prêteurs"),
  where: closed
};
export const WINDOWS = (
  [
    [6, 183],
    [12, 365],
    [24, 730],
    [36, 1096]
  ] as const
).map(
  ([months, days]): RowSet => ({
    key: `${months}m`,
    label: say(`last ${months} months`, `${months} derniers mois`),
    rows: say(
      `the loans taken in the last ${months} months`,
      `les crédits pris dans les ${months} derniers mois`
    ),
    where: recent(days)
  })
);

export const AMOUNT: Measure = {
  key: "credit",
  cause: "bureau_amounts",
  unit: "amount",
  name: say("loans at other lenders", "crédits chez d'autres prêteurs"),
  formula: say("amount of the loan", "montant du crédit"),
  of: amountOf
};
export const DEBT: Measure = {
  key: "debt",
  cause: "outstanding_debt",
  unit: "amount",
  name: say("debt at other lenders", "dette chez d'autres prêteurs"),
  formula: say("amount still owed", "montant restant dû"),
  of: debt
};
export const LIMIT: Measure = {
  key: "limit",
  cause: "bureau_amounts",
  unit: "amount",
  name: say("card limits at other lenders", "plafonds de carte chez d'autres prêteurs"),
  formula: say("limit of the card", "plafond de la carte"),
  of: bureau("AMT_CREDIT_SUM_LIMIT")
};
export const OVERDUE: Measure = {
  key: "overdue",
  cause: "bureau_arrears",
  unit: "amount",
  name: say("amount overdue at other lenders", "montant en retard chez d'autres prêteurs"),
  formula: say("amount overdue now", "montant en retard aujourd'hui"),
  of: overdue
};
export const WORST: Measure = {
  key: "worst_overdue",
  cause: "bureau_arrears",
  unit: "amount",
  name: say("worst amount ever overdue at other lenders", "plus fort retard passé chez d'autres prêteurs"),
  formula: say("largest amount ever overdue", "plus grand montant jamais en retard"),
  of: bureau("AMT_CREDIT_MAX_OVERDUE")
};
export const DAYS_LATE: Measure = {
  key: "days_overdue",
  cause: "bureau_arrears",
  unit: "days",
  name: say("days past due at other lenders", "jours de retard chez d'autres prêteurs"),
  formula: say("days past due now", "jours de retard aujourd'hui"),
  of: bureau("CREDIT_DAY_OVERDUE")
};
export const PROLONGED: Measure = {
  key: "prolongations",
  cause: "prolongations",
  unit: "count",
  name: say("prolongations at other lenders", "prolongations chez d'autres prêteurs"),
  formula: say("times the loan was prolonged", "nombre de prolongations du crédit"),
  of: bureau("CNT_CREDIT_PROLONG")
};
export const AGE: Measure = {
  key: "age",
  cause: "credit_history",
  unit: "days",
  name: say("age of loans at other lenders", "ancienneté des crédits chez d'autres prêteurs"),
  formula: say("days since the loan was asked for", "jours écoulés depuis la demande du crédit"),
  of: opened.negated()
};
export const ANNUITY: Measure = {
  key: "annuity",
  cause: "bureau_amounts",
  unit: "amount",
  name: say("instalments at other lenders", "échéances chez d'autres prêteurs"),
  formula: say("regular instalment", "échéance régulière"),
  of: bureau("AMT_ANNUITY")
};
export const UPDATE: Measure = {
  key: "update_age",
  cause: "bureau_reports",
  unit: "days",
  name: say("age of the bureau's news", "ancienneté des informations du bureau"),
  formula: say("days since the last news of the loan", "jours depuis la dernière information sur le crédit"),
  of: bureau("DAYS_CREDIT_UPDATE").negated()
};
export const REMAINING: Measure = {
  key: "remaining_days",
  cause: "bureau_terms",
  unit: "days",
  name: say("days to the planned end of loans", "jours jusqu'à la fin prévue des crédits"),
  formula: say(
    "days from now to the planned end (negative: overrun)",
    "jours d'ici la fin prévue (négatif : dépassée)"
  ),
  of: plannedEnd
};
export const TERM: Measure = {
  key: "term",
  cause: "bureau_terms",
  unit: "days",
  name: say("planned term of loans at other lenders", "durée prévue des crédits chez d'autres prêteurs"),
  formula: say("planned end − start", "fin prévue − début"),
  of: plannedEnd.minus(opened)
};
export const GAP: Measure = {
  key: "end_gap",
  cause: "bureau_ends",
  unit: "days",
  name: say("days between planned and real end", "jours entre fin prévue et fin réelle"),
  formula: say(
    "planned end − real end (positive: repaid early)",
    "fin prévue − fin réelle (positif : remboursé en avance)"
  ),
  of: plannedEnd.minus(realEnd)
};
export const PLAUSIBLE_ACTIVE: RowSet = {
  ...ACTIVE,
  rows: say(
    "active loans with a planned end within 40 years",
    "les crédits en cours dont la fin prévue est à moins de 40 ans"
  ),
  where: active.and(plausibleEnd)
};
export const PLAUSIBLE_CLOSED: RowSet = {
  ...CLOSED,
  rows: say(
    "closed loans with a planned end within 40 years",
    "les crédits clos dont la fin prévue est à moins de 40 ans"
  ),
  where: closed.and(plausibleEnd)
};
