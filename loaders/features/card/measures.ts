import {choose, type Num} from "../expression.ts";
import type {Measure, RowSet} from "../family.ts";
import {say} from "../feature.ts";
import {
  balance,
  card,
  cash,
  dpd,
  drawn,
  limit,
  minimum,
  paid,
  tolerated,
  utilisation,
  within
} from "./columns.ts";

export const ALL: RowSet = {key: "", label: say("", ""), rows: say("months of cards", "les mois de carte")};
export const span = (months: number): RowSet => ({
  key: `${months}m`,
  label: say(`last ${months} months`, `${months} derniers mois`),
  rows: say(`card months of the last ${months} months`, `les mois de carte des ${months} derniers mois`),
  where: within(months)
});
const measure = (
  key: string,
  cause: Measure["cause"],
  unit: Measure["unit"],
  en: string,
  fr: string,
  formulaEn: string,
  formulaFr: string,
  x: Num
): Measure => ({key, cause, unit, name: say(en, fr), formula: say(formulaEn, formulaFr), of: x});

export const UTILISATION = measure(
  "utilisation",
  "card_utilisation",
  "ratio",
  "use of the card limit",
  "utilisation du plafond de carte",
  "month-end balance ÷ limit",
  "solde en fin de mois ÷ plafond",
  utilisation
);
export const BALANCE = measure(
  "balance",
  "card_utilisation",
  "amount",
  "month-end balance of cards",
  "solde en fin de mois des cartes",
  "month-end balance",
  "solde en fin de mois",
  balance
);
export const LIMIT = measure(
  "limit",
  "card_limit",
  "amount",
  "card limit",
  "plafond de carte",
  "limit of the card in the month",
  "plafond de la carte dans le mois",
  limit
);
export const CASH = measure(
  "cash",
  "card_drawings",
  "amount",
  "cash withdrawn with cards",
  "retraits d'espèces par carte",
  "cash withdrawn in the month",
  "espèces retirées dans le mois",
  cash
);
export const DRAWN = measure(
  "drawn",
  "card_drawings",
  "amount",
  "card drawings",
  "utilisations de carte",
  "all drawings of the month",
  "toutes les utilisations du mois",
  drawn
);
export const DRAWINGS = measure(
  "drawings",
  "card_drawings",
  "count",
  "number of card drawings",
  "nombre d'utilisations de carte",
  "number of drawings in the month",
  "nombre d'utilisations dans le mois",
  card("CNT_DRAWINGS_CURRENT")
);
export const WITHDRAWALS = measure(
  "withdrawals",
  "card_drawings",
  "count",
  "number of cash withdrawals",
  "nombre de retraits",
  "number of withdrawals in the month",
  "nombre de retraits dans le mois",
  card("CNT_DRAWINGS_ATM_CURRENT")
);
export const PAID = measure(
  "paid",
  "card_payments",
  "amount",
  "payments on cards",
  "paiements sur carte",
  "larger of the two amounts on record as paid in the month; the month's total when the card was idle",
  "plus grand des deux montants enregistrés comme payés dans le mois ; le total du mois si la carte est inactive",
  paid
);
export const COVER = measure(
  "paid_to_minimum",
  "card_payments",
  "ratio",
  "payment compared with the minimum",
  "paiement rapporté au minimum",
  "amount paid ÷ smallest payment asked for, in months that end with a balance",
  "montant payé ÷ paiement minimal demandé, dans les mois finissant avec un solde",
  choose(balance.gt(0), paid.over(minimum))
);
export const DPD = measure(
  "dpd",
  "payment_delays",
  "days",
  "days past due on cards",
  "jours de retard des cartes",
  "days past due in the month",
  "jours de retard du mois",
  dpd
);
export const DPD_DEF = measure(
  "dpd_tolerance",
  "payment_delays",
  "days",
  "days past due on cards, small debts ignored",
  "jours de retard des cartes, petites dettes ignorées",
  "days past due in the month, small debts ignored",
  "jours de retard du mois, petites dettes ignorées",
  tolerated
);
