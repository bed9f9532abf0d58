import {annuity, income} from "../application/columns.ts";
import {count, max, mean, share, slope, sum} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {
  balance,
  card,
  dpd,
  drawn,
  limit,
  month,
  newest,
  newestMonth,
  paid,
  utilisation,
  within
} from "./columns.ts";

export const overall: Feature[] = [
  define(
    "card_months",
    "card_history",
    "count",
    ["Months of cards", "Mois de carte"],
    ["number of monthly card statements", "nombre de relevés mensuels de carte"],
    count("credit_card_balance")
  ),
  define(
    "card_cards",
    "card_history",
    "count",
    ["Cards", "Cartes"],
    ["number of cards", "nombre de cartes"],
    count("card_contract")
  ),
  define(
    "card_utilisation_last",
    "card_utilisation",
    "ratio",
    ["Use of the card limit, newest statement", "Utilisation du plafond, dernier relevé"],
    [
      "balances ÷ limits of all cards in the newest card month",
      "soldes ÷ plafonds de toutes les cartes au dernier mois de carte"
    ],
    newest(balance).over(newest(limit))
  ),
  define(
    "card_balance_last",
    "card_utilisation",
    "amount",
    ["Card balance, newest statement", "Solde de carte, dernier relevé"],
    [
      "balances of all cards in the newest card month",
      "soldes de toutes les cartes au dernier mois de carte"
    ],
    newest(balance)
  ),
  define(
    "card_limit_last",
    "card_limit",
    "amount",
    ["Card limit, newest statement", "Plafond de carte, dernier relevé"],
    [
      "limits of all cards in the newest card month",
      "plafonds de toutes les cartes au dernier mois de carte"
    ],
    newest(limit)
  ),
  define(
    "card_balance_slope",
    "card_utilisation",
    "amount per month",
    ["Trend of the card balance", "Tendance du solde de carte"],
    [
      "slope of the balance over months (positive: growing)",
      "pente du solde au fil des mois (positive : augmente)"
    ],
    slope(balance, month)
  ),
  define(
    "card_balance_slope_12m",
    "card_utilisation",
    "amount per month",
    ["Trend of the card balance, last 12 months", "Tendance du solde de carte, 12 derniers mois"],
    [
      "slope of the balance over the last 12 months (positive: growing)",
      "pente du solde sur les 12 derniers mois (positive : augmente)"
    ],
    slope(balance, month, {where: within(12)})
  ),
  define(
    "card_limit_change",
    "card_limit",
    "ratio",
    ["Newest card limit compared with the largest", "Dernier plafond rapporté au plus élevé"],
    [
      "largest limit in the newest card month ÷ largest limit of all months",
      "plus grand plafond au dernier mois de carte ÷ plus grand plafond de tous les mois"
    ],
    max(limit, {where: newestMonth}).over(max(limit))
  ),
  define(
    "card_utilisation_total",
    "card_utilisation",
    "ratio",
    ["Balances compared with limits, all months", "Soldes rapportés aux plafonds, tous mois"],
    ["sum of balances ÷ sum of limits", "somme des soldes ÷ somme des plafonds"],
    sum(balance).over(sum(limit))
  ),
  define(
    "card_balance_to_income",
    "debt_burden",
    "ratio",
    ["Card balance compared with income", "Solde de carte rapporté au revenu"],
    [
      "balances of all cards in the newest card month ÷ income",
      "soldes de toutes les cartes au dernier mois de carte ÷ revenu"
    ],
    newest(balance).over(income)
  ),
  define(
    "card_limit_to_income",
    "card_limit",
    "ratio",
    ["Card limit compared with income", "Plafond de carte rapporté au revenu"],
    ["largest limit ÷ income", "plafond maximal ÷ revenu"],
    max(limit).over(income)
  ),
  define(
    "card_paid_to_annuity",
    "loan_compared",
    "ratio",
    ["Card payments compared with the new instalment", "Paiements de carte rapportés à la nouvelle échéance"],
    ["average card payment ÷ instalment asked for", "paiement moyen de carte ÷ échéance demandée"],
    mean(paid).over(annuity)
  ),
  define(
    "card_paid_to_drawn",
    "card_payments",
    "ratio",
    ["Card payments compared with drawings", "Paiements de carte rapportés aux utilisations"],
    ["total paid ÷ total drawn", "total payé ÷ total utilisé"],
    sum(paid).over(sum(drawn))
  ),
  define(
    "card_idle_share",
    "card_drawings",
    "share",
    ["Share of card months without drawings", "Part des mois de carte sans utilisation"],
    ["months without drawings ÷ all card months", "mois sans utilisation ÷ tous les mois de carte"],
    share(drawn.eq(0), {where: drawn.isKnown()})
  ),
  define(
    "card_months_since_last",
    "card_history",
    "months",
    ["Months since the last card statement", "Mois depuis le dernier relevé de carte"],
    ["months since the newest card month", "mois depuis le dernier mois de carte"],
    max(month).negated()
  ),
  define(
    "card_months_since_drawing",
    "card_drawings",
    "months",
    ["Months since the last card drawing", "Mois depuis la dernière utilisation de carte"],
    ["months since the newest month with a drawing", "mois depuis le dernier mois avec utilisation"],
    max(month, {where: drawn.gt(0)}).negated()
  ),
  define(
    "card_months_since_late",
    "payment_delays",
    "months",
    ["Months since days past due on a card", "Mois depuis un retard de carte"],
    ["months since the newest card month past due", "mois depuis le dernier mois de carte en retard"],
    max(month, {where: dpd.gt(0)}).negated()
  ),
  define(
    "card_instalments_paid",
    "card_payments",
    "count",
    ["Card instalments paid so far", "Échéances de carte payées"],
    ["largest number of instalments paid", "plus grand nombre d'échéances payées"],
    max(card("CNT_INSTALMENT_MATURE_CUM"))
  ),
  define(
    "card_utilisation_recent_change",
    "card_utilisation",
    "ratio",
    ["Use of the limit: last 3 months less last 12", "Utilisation du plafond : 3 derniers mois moins 12"],
    [
      "average use of the last 3 months − of the last 12",
      "utilisation moyenne des 3 derniers mois − des 12 derniers"
    ],
    mean(utilisation, {where: within(3)}).minus(mean(utilisation, {where: within(12)}))
  )
];
