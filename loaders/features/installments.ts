import {annuity, income} from "./application.ts";
import {columnsOf} from "./columns.ts";
import {
  atLargest,
  choose,
  count,
  type Flag,
  max,
  mean,
  min,
  type Num,
  of,
  rank,
  share,
  slope,
  sum
} from "./expression.ts";
import {family, type Measure, type RowSet} from "./family.ts";
import {define, type Feature, say} from "./feature.ts";

const payment = columnsOf("installments_payments");
const contractKey = payment("SK_ID_PREV");

/** One instalment from its partial payments: due day, amount due, amount paid, day of the last payment. */
const due = max(payment("DAYS_INSTALMENT"), {to: "instalment"});
const owed = max(payment("AMT_INSTALMENT"), {to: "instalment"});
const paid = sum(payment("AMT_PAYMENT"), {to: "instalment"}).orElse(0);
const lastPaid = max(payment("DAYS_ENTRY_PAYMENT"), {to: "instalment"});
const contract = max(contractKey, {to: "instalment"});
const number = max(payment("NUM_INSTALMENT_NUMBER"), {to: "instalment"});
const version = max(payment("NUM_INSTALMENT_VERSION"), {to: "instalment"});
const isCard = version.eq(0);
/** The whole key of an instalment in one number, so that equal due days have one order. */
const key = contract
  .times(2 ** 19)
  .plus(number.times(2 ** 9))
  .plus(version);

/** Positive when the last part was paid after the due day; an early payment is never late. */
const delay = lastPaid.minus(due);
const lateDays = delay.atLeast(0);
const earlyDays = delay.negated().atLeast(0);
const shortfall = owed.minus(paid).atLeast(0);
const paidRatio = paid.over(owed);
const late = (days: number): Flag => delay.gt(days);
const timed = delay.isKnown();
const underpaid = paid.lt(owed);
const within = (days: number): Flag => due.ge(-days);
const order = rank(due, key);

const firstDue = min(payment("DAYS_INSTALMENT"), {to: "payment_contract"});
const contractOfGroup = max(contractKey, {to: "payment_contract"});
const contractOrder = of("instalment", rank(firstDue, contractOfGroup));

const ALL: RowSet = {key: "", label: say("", ""), rows: say("past instalments", "les échéances passées")};
const SPANS = [60, 90, 180, 365] as const;
const span = (days: number): RowSet => ({
  key: `${days}d`,
  label: say(`last ${days} days`, `${days} derniers jours`),
  rows: say(`instalments due in the last ${days} days`, `les échéances des ${days} derniers jours`),
  where: within(days)
});
const LASTS = [12, 24, 60] as const;
const last = (n: number): RowSet => ({
  key: `last_${n}`,
  label: say(`last ${n} instalments`, `${n} dernières échéances`),
  rows: say(`the ${n} newest instalments`, `les ${n} échéances les plus récentes`),
  where: order.le(n)
});
const NEWEST: RowSet = {
  key: "newest_contract",
  label: say("newest contract", "contrat le plus récent"),
  rows: say("instalments of the contract that began last", "les échéances du contrat commencé en dernier"),
  where: contractOrder.eq(1)
};

const DELAY: Measure = {
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
const LATE: Measure = {
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
const EARLY: Measure = {
  key: "early_days",
  cause: "payment_delays",
  unit: "days",
  name: say("days early", "jours d'avance"),
  formula: say("days paid before the due day, 0 when late", "jours payés avant l'échéance, 0 si en retard"),
  of: earlyDays
};
const SHORT: Measure = {
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
const RATIO: Measure = {
  key: "paid_to_due",
  cause: "payment_shortfalls",
  unit: "ratio",
  name: say("paid compared with due", "payé rapporté au dû"),
  formula: say("amount paid ÷ amount due", "montant payé ÷ montant dû"),
  of: paidRatio
};
const PAID: Measure = {
  key: "paid",
  cause: "payment_history",
  unit: "amount",
  name: say("amount paid", "montant payé"),
  formula: say("amount paid per instalment", "montant payé par échéance"),
  of: paid
};
const OWED: Measure = {
  key: "due",
  cause: "payment_history",
  unit: "amount",
  name: say("amount due", "montant dû"),
  formula: say("amount due per instalment", "montant dû par échéance"),
  of: owed
};
const PAID_AGE: Measure = {
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

const lateShares = (set: RowSet, limits: readonly number[]): Feature[] =>
  limits.map((days) => {
    const suffix = set.key ? `_${set.key}` : "";
    const where = set.where ? timed.and(set.where) : timed;
    const extraEn = set.label.en ? `, ${set.label.en}` : "";
    const extraFr = set.label.fr ? `, ${set.label.fr}` : "";
    return days === 0
      ? define(
          `inst_late_share${suffix}`,
          "payment_delays",
          "share",
          [`Share of instalments paid late${extraEn}`, `Part des échéances payées en retard${extraFr}`],
          [
            `instalments paid after the due day ÷ instalments paid, over ${set.rows.en}`,
            `échéances payées après terme ÷ échéances payées, sur ${set.rows.fr}`
          ],
          share(late(0), {where})
        )
      : define(
          `inst_late_share_over_${days}${suffix}`,
          "payment_delays",
          "share",
          [
            `Share of instalments over ${days} days late${extraEn}`,
            `Part des échéances à plus de ${days} jours de retard${extraFr}`
          ],
          [
            `instalments paid more than ${days} days late ÷ instalments paid, over ${set.rows.en}`,
            `échéances payées avec plus de ${days} jours de retard ÷ échéances payées, sur ${set.rows.fr}`
          ],
          share(late(days), {where})
        );
  });

const meanLate = (days: number): Num => mean(lateDays, {where: within(days)});
const weight = (scale: number): Num => choose(timed, due.negated().over(scale).plus(1));
const recencyWeight = (scale: number): Num =>
  choose(timed, weight(scale).times(0).plus(1).over(weight(scale)));
const decayed: Feature[] = [90, 365].map((scale) =>
  define(
    `inst_decayed_late_${scale}d`,
    "payment_delays",
    "days",
    [
      `Days late, recent ones weigh more (${scale} days)`,
      `Jours de retard, les récents pèsent plus (${scale} jours)`
    ],
    [
      `average days late with weight 1 ÷ (1 + days since due ÷ ${scale})`,
      `moyenne des jours de retard de poids 1 ÷ (1 + jours depuis l'échéance ÷ ${scale})`
    ],
    sum(lateDays.times(recencyWeight(scale))).over(sum(recencyWeight(scale)))
  )
);

const slopes: Feature[] = LASTS.flatMap((n) => [
  define(
    `inst_late_slope_last_${n}`,
    "payment_delays",
    "days per day",
    [
      `Trend of days late over the last ${n} instalments`,
      `Tendance des jours de retard sur les ${n} dernières échéances`
    ],
    [
      `slope of the days late over the due days of the ${n} newest instalments (positive: getting worse)`,
      `pente des jours de retard selon le jour d'échéance des ${n} dernières (positive : se dégrade)`
    ],
    slope(lateDays, due, {where: order.le(n)})
  ),
  define(
    `inst_shortfall_slope_last_${n}`,
    "payment_shortfalls",
    "amount per day",
    [
      `Trend of the shortfall over the last ${n} instalments`,
      `Tendance de l'insuffisance sur les ${n} dernières échéances`
    ],
    [
      `slope of the shortfall over the due days of the ${n} newest instalments (positive: getting worse)`,
      `pente de l'insuffisance selon le jour d'échéance des ${n} dernières (positive : se dégrade)`
    ],
    slope(shortfall, due, {where: order.le(n)})
  )
]);

const overall: Feature[] = [
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
      "instalments without any payment ÷ all instalments",
      "échéances sans aucun paiement ÷ toutes les échéances"
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
    ["total paid ÷ total due in the last 365 days", "total payé ÷ total dû des 365 derniers jours"],
    sum(paid, {where: within(365)}).over(sum(owed, {where: within(365)}))
  ),
  define(
    "inst_late_30_to_180",
    "payment_delays",
    "ratio",
    ["Days late: last 30 days against 180", "Jours de retard : 30 derniers jours contre 180"],
    [
      "average days late of the last 30 days ÷ of the last 180 days",
      "retard moyen des 30 derniers jours ÷ des 180 derniers"
    ],
    meanLate(30).over(meanLate(180))
  ),
  define(
    "inst_paid_30_to_180",
    "payment_history",
    "ratio",
    ["Amount paid: last 30 days against 180", "Montant payé : 30 derniers jours contre 180"],
    [
      "total paid in the last 30 days ÷ in the last 180 days",
      "total payé des 30 derniers jours ÷ des 180 derniers"
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
    "debt_burden",
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
    "debt_burden",
    "ratio",
    ["Average past instalment compared with the new one", "Échéance passée moyenne rapportée à la nouvelle"],
    ["average amount due ÷ instalment asked for", "montant dû moyen ÷ échéance demandée"],
    mean(owed).over(annuity)
  ),
  define(
    "inst_paid_365d_to_income",
    "debt_burden",
    "ratio",
    ["Payments of the last year compared with income", "Paiements de la dernière année rapportés au revenu"],
    ["total paid in the last 365 days ÷ income", "total payé des 365 derniers jours ÷ revenu"],
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

export const INSTALLMENTS: readonly Feature[] = [
  ...overall,
  ...family("inst", [DELAY], ["mean", "max", "min", "variance"], [ALL]),
  ...family("inst", [LATE], ["max", "mean"], [ALL]),
  ...family("inst", [EARLY], ["mean", "max"], [ALL]),
  ...family("inst", [DELAY, LATE], ["mean"], SPANS.map(span)),
  ...family("inst", [LATE], ["max"], SPANS.map(span)),
  ...family("inst", [SHORT], ["mean", "max", "sum"], [ALL]),
  ...family("inst", [SHORT], ["sum"], [span(180), span(365)]),
  ...family("inst", [RATIO], ["mean", "min"], [ALL, span(365)]),
  ...family("inst", [OWED], ["mean"], [ALL]),
  ...family("inst", [PAID], ["mean", "max", "sum"], [ALL]),
  ...family("inst", [PAID], ["sum"], [span(90), span(365)]),
  ...family("inst", [PAID_AGE], ["mean"], [ALL]),
  ...family("inst", [DELAY, LATE], ["mean"], [NEWEST]),
  ...family("inst", [LATE], ["max"], [NEWEST]),
  ...family("inst", [SHORT], ["sum"], [NEWEST]),
  ...family("inst", [LATE], ["mean"], LASTS.slice(0, 2).map(last)),
  ...lateShares(ALL, [0, 7, 15, 30]),
  ...SPANS.flatMap((days) => lateShares(span(days), [0, 7])),
  ...lateShares(NEWEST, [0]),
  ...lateShares(last(12), [0]),
  ...slopes,
  ...decayed
];
