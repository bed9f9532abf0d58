import {annuity, income} from "../application/columns.ts";
import {atLargest, count, max, mean, min, share, sum} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {
  delay,
  due,
  isCard,
  key,
  lastPaid,
  late,
  owed,
  paid,
  paidRatio,
  timed,
  underpaid,
  within
} from "./columns.ts";
import {meanLate} from "./delays.ts";

export const overall: Feature[] = [
  define(
    "inst_instalments",
    "payment_history",
    "count",
    ["Past instalments", "Échéances passées"],
    [
      "number of instalments, partial payments taken together",
      "nombre d'échéances, paiements partiels regroupés"
    ],
    count("instalment")
  ),
  define(
    "inst_contracts",
    "payment_history",
    "count",
    ["Contracts with instalments", "Contrats à échéances"],
    ["number of contracts with instalments", "nombre de contrats à échéances"],
    count("payment_contract")
  ),
  define(
    "inst_payments_per_instalment",
    "payment_history",
    "ratio",
    ["Payments per instalment", "Paiements par échéance"],
    ["number of payments ÷ number of instalments", "nombre de paiements ÷ nombre d'échéances"],
    count("installments_payments").over(count("instalment"))
  ),
  define(
    "inst_unpaid_share",
    "payment_shortfalls",
    "share",
    ["Share of instalments never paid", "Part des échéances jamais payées"],
    [
      "instalments without any payment ÷ instalments with an amount due",
      "échéances sans aucun paiement ÷ échéances au montant dû non nul"
    ],
    share(paid.eq(0), {where: owed.gt(0)})
  ),
  define(
    "inst_underpaid_share",
    "payment_shortfalls",
    "share",
    ["Share of instalments not paid in full", "Part des échéances non payées en totalité"],
    [
      "instalments paid less than due ÷ all instalments",
      "échéances payées moins que dû ÷ toutes les échéances"
    ],
    share(underpaid, {where: owed.isKnown()})
  ),
  ...[365].map((days) =>
    define(
      `inst_underpaid_share_${days}d`,
      "payment_shortfalls",
      "share",
      [
        `Share of instalments not paid in full, last ${days} days`,
        `Part des échéances non payées en totalité, ${days} derniers jours`
      ],
      [
        `instalments paid less than due ÷ instalments due in the last ${days} days`,
        `échéances payées moins que dû ÷ échéances des ${days} derniers jours`
      ],
      share(underpaid, {where: owed.isKnown().and(within(days))})
    )
  ),
  define(
    "inst_total_paid_to_due",
    "payment_shortfalls",
    "ratio",
    ["Total paid compared with total due", "Total payé rapporté au total dû"],
    ["total paid ÷ total due", "total payé ÷ total dû"],
    sum(paid).over(sum(owed))
  ),
  define(
    "inst_total_paid_to_due_365d",
    "payment_shortfalls",
    "ratio",
    [
      "Total paid compared with total due, last 365 days",
      "Total payé rapporté au total dû, 365 derniers jours"
    ],
    [
      "total paid ÷ total due of the instalments due in the last 365 days",
      "total payé ÷ total dû des échéances des 365 derniers jours"
    ],
    sum(paid, {where: within(365)}).over(sum(owed, {where: within(365)}))
  ),
  define(
    "inst_late_30_to_180",
    "payment_delays",
    "ratio",
    ["Days late: last 30 days against 180", "Jours de retard : 30 derniers jours contre 180"],
    [
      "average days late of instalments due in the last 30 days ÷ of those due in the last 180 days",
      "retard moyen des échéances des 30 derniers jours ÷ de celles des 180 derniers"
    ],
    meanLate(30).over(meanLate(180))
  ),
  define(
    "inst_paid_30_to_180",
    "payment_history",
    "ratio",
    ["Amount paid: last 30 days against 180", "Montant payé : 30 derniers jours contre 180"],
    [
      "total paid for instalments due in the last 30 days ÷ for those due in the last 180 days",
      "total payé pour les échéances des 30 derniers jours ÷ pour celles des 180 derniers"
    ],
    sum(paid, {where: within(30)}).over(sum(paid, {where: within(180)}))
  ),
  define(
    "inst_days_since_payment",
    "payment_history",
    "days",
    ["Days since the last payment", "Jours depuis le dernier paiement"],
    ["days since the newest payment", "jours depuis le paiement le plus récent"],
    max(lastPaid).negated()
  ),
  define(
    "inst_days_since_first_due",
    "payment_history",
    "days",
    ["Days since the first instalment", "Jours depuis la première échéance"],
    ["days since the oldest due day", "jours depuis l'échéance la plus ancienne"],
    min(due).negated()
  ),
  define(
    "inst_days_since_late",
    "payment_delays",
    "days",
    ["Days since the last late instalment", "Jours depuis la dernière échéance en retard"],
    ["days since the newest due day that was paid late", "jours depuis la dernière échéance payée en retard"],
    max(due, {where: late(0)}).negated()
  ),
  define(
    "inst_days_since_late_over_7",
    "payment_delays",
    "days",
    ["Days since an instalment over 7 days late", "Jours depuis une échéance à plus de 7 jours de retard"],
    [
      "days since the newest due day paid more than 7 days late",
      "jours depuis la dernière échéance payée avec plus de 7 jours de retard"
    ],
    max(due, {where: late(7)}).negated()
  ),
  define(
    "inst_last_delay",
    "payment_delays",
    "days",
    ["Delay of the last instalment", "Délai de la dernière échéance"],
    [
      "delay of the newest instalment (negative: early)",
      "délai de la dernière échéance (négatif : en avance)"
    ],
    atLargest(delay, due, key)
  ),
  define(
    "inst_last_paid_to_due",
    "payment_shortfalls",
    "ratio",
    ["Paid compared with due, last instalment", "Payé rapporté au dû, dernière échéance"],
    [
      "amount paid ÷ amount due of the newest instalment",
      "montant payé ÷ montant dû de la dernière échéance"
    ],
    atLargest(paidRatio, due, key)
  ),
  define(
    "inst_largest_paid_to_annuity",
    "loan_compared",
    "ratio",
    [
      "Largest past payment compared with the new instalment",
      "Plus grand paiement passé rapporté à la nouvelle échéance"
    ],
    [
      "largest amount paid for an instalment ÷ instalment asked for",
      "plus grand montant payé pour une échéance ÷ échéance demandée"
    ],
    max(paid).over(annuity)
  ),
  define(
    "inst_mean_due_to_annuity",
    "loan_compared",
    "ratio",
    ["Average past instalment compared with the new one", "Échéance passée moyenne rapportée à la nouvelle"],
    ["average amount due ÷ instalment asked for", "montant dû moyen ÷ échéance demandée"],
    mean(owed).over(annuity)
  ),
  define(
    "inst_paid_365d_to_income",
    "debt_burden",
    "ratio",
    [
      "Payments for the last year's instalments compared with income",
      "Paiements des échéances de la dernière année rapportés au revenu"
    ],
    [
      "total paid for instalments due in the last 365 days ÷ income",
      "total payé pour les échéances des 365 derniers jours ÷ revenu"
    ],
    sum(paid, {where: within(365)}).over(income)
  ),
  define(
    "inst_card_share",
    "payment_history",
    "share",
    ["Share of instalments on cards", "Part des échéances de cartes"],
    ["instalments of cards ÷ all instalments", "échéances de cartes ÷ toutes les échéances"],
    share(isCard, {from: "instalment"})
  ),
  define(
    "inst_loan_late_share",
    "payment_delays",
    "share",
    ["Share of loan instalments paid late", "Part des échéances de prêts payées en retard"],
    [
      "late instalments ÷ paid instalments, cards left out",
      "échéances en retard ÷ échéances payées, hors cartes"
    ],
    share(late(0), {where: timed.and(isCard.not())})
  )
];
