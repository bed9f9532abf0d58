import {annuity, income} from "./application/columns.ts";
import {columnsOf} from "./columns.ts";
import {choose, count, type Flag, max, mean, type Num, of, share, slope, sum} from "./expression.ts";
import {family, type Measure, type RowSet} from "./family.ts";
import {define, type Feature, say} from "./feature.ts";

const card = columnsOf("credit_card_balance");
const month = card("MONTHS_BALANCE");
const balance = card("AMT_BALANCE");
const limit = card("AMT_CREDIT_LIMIT_ACTUAL");
const utilisation = balance.over(limit);
const cash = card("AMT_DRAWINGS_ATM_CURRENT");
const drawn = card("AMT_DRAWINGS_CURRENT");
const minimum = card("AMT_INST_MIN_REGULARITY");
const current = card("AMT_PAYMENT_CURRENT");
const total = card("AMT_PAYMENT_TOTAL_CURRENT");
const inUse = balance.gt(0).or(minimum.gt(0)).or(drawn.gt(0));
/**
 * What was paid in a month: the larger of the two amounts on record. AMT_PAYMENT_TOTAL_CURRENT leaves out payments by
 * which the minimum was reached; AMT_PAYMENT_CURRENT repeats the amount of an earlier month while a card lies idle,
 * so that without a balance, a minimum or a drawing the total alone tells.
 */
const paid = choose(inUse, current.orElse(total).atLeast(total.orElse(current)), total);
/** Once nothing is owed at the month's end, no minimum is left unpaid. */
export const belowMinimum = paid.lt(minimum).and(balance.gt(0));
const dpd = card("SK_DPD");
const tolerated = card("SK_DPD_DEF");
const within = (months: number): Flag => month.ge(-months);

const ALL: RowSet = {key: "", label: say("", ""), rows: say("months of cards", "les mois de carte")};
const span = (months: number): RowSet => ({
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

const UTILISATION = measure(
  "utilisation",
  "card_utilisation",
  "ratio",
  "use of the card limit",
  "utilisation du plafond de carte",
  "month-end balance ÷ limit",
  "solde en fin de mois ÷ plafond",
  utilisation
);
const BALANCE = measure(
  "balance",
  "card_utilisation",
  "amount",
  "month-end balance of cards",
  "solde en fin de mois des cartes",
  "month-end balance",
  "solde en fin de mois",
  balance
);
const LIMIT = measure(
  "limit",
  "card_limit",
  "amount",
  "card limit",
  "plafond de carte",
  "limit of the card in the month",
  "plafond de la carte dans le mois",
  limit
);
const CASH = measure(
  "cash",
  "card_drawings",
  "amount",
  "cash withdrawn with cards",
  "retraits d'espèces par carte",
  "cash withdrawn in the month",
  "espèces retirées dans le mois",
  cash
);
const DRAWN = measure(
  "drawn",
  "card_drawings",
  "amount",
  "card drawings",
  "utilisations de carte",
  "all drawings of the month",
  "toutes les utilisations du mois",
  drawn
);
const DRAWINGS = measure(
  "drawings",
  "card_drawings",
  "count",
  "number of card drawings",
  "nombre d'utilisations de carte",
  "number of drawings in the month",
  "nombre d'utilisations dans le mois",
  card("CNT_DRAWINGS_CURRENT")
);
const WITHDRAWALS = measure(
  "withdrawals",
  "card_drawings",
  "count",
  "number of cash withdrawals",
  "nombre de retraits",
  "number of withdrawals in the month",
  "nombre de retraits dans le mois",
  card("CNT_DRAWINGS_ATM_CURRENT")
);
const PAID = measure(
  "paid",
  "card_payments",
  "amount",
  "payments on cards",
  "paiements sur carte",
  "larger of the two amounts on record as paid in the month; the month's total when the card was idle",
  "plus grand des deux montants enregistrés comme payés dans le mois ; le total du mois si la carte est inactive",
  paid
);
const COVER = measure(
  "paid_to_minimum",
  "card_payments",
  "ratio",
  "payment compared with the minimum",
  "paiement rapporté au minimum",
  "amount paid ÷ smallest payment asked for, in months that end with a balance",
  "montant payé ÷ paiement minimal demandé, dans les mois finissant avec un solde",
  choose(balance.gt(0), paid.over(minimum))
);
const DPD = measure(
  "dpd",
  "payment_delays",
  "days",
  "days past due on cards",
  "jours de retard des cartes",
  "days past due in the month",
  "jours de retard du mois",
  dpd
);
const DPD_DEF = measure(
  "dpd_tolerance",
  "payment_delays",
  "days",
  "days past due on cards, small debts ignored",
  "jours de retard des cartes, petites dettes ignorées",
  "days past due in the month, small debts ignored",
  "jours de retard du mois, petites dettes ignorées",
  tolerated
);

const newestMonth = month.eq(of("credit_card_balance", max(month)));
/** Sums over the cards that have a statement of the client's newest card month. */
const newest = (x: Num): Num => sum(x, {where: newestMonth});
const tail = (months: number | null): readonly [string, string, string] =>
  months ? [`_${months}m`, `, last ${months} months`, `, ${months} derniers mois`] : ["", "", ""];
const shares: Feature[] = [null, 12, 6].flatMap((months) => {
  const [key, en, fr] = tail(months);
  const inSpan = (flag: Flag): Flag => (months ? flag.and(within(months)) : flag);
  const where = months ? {where: within(months)} : {};
  return [
    define(
      `card_above_90_share${key}`,
      "card_utilisation",
      "share",
      [
        `Share of card months above 90 % of the limit${en}`,
        `Part des mois de carte au-delà de 90 % du plafond${fr}`
      ],
      [
        `months with balance above 90 % of the limit ÷ months with a limit${en}`,
        `mois au solde supérieur à 90 % du plafond ÷ mois avec plafond${fr}`
      ],
      share(utilisation.gt(0.9), {where: inSpan(utilisation.isKnown())})
    ),
    define(
      `card_cash_share${key}`,
      "card_drawings",
      "ratio",
      [`Share of card drawings taken in cash${en}`, `Part des utilisations de carte en espèces${fr}`],
      [`cash withdrawn ÷ all drawings${en}`, `espèces retirées ÷ toutes les utilisations${fr}`],
      sum(cash, where).over(sum(drawn, where))
    ),
    define(
      `card_dpd_share${key}`,
      "payment_delays",
      "share",
      [`Share of card months past due${en}`, `Part des mois de carte en retard${fr}`],
      [
        `card months past due ÷ all card months${en}`,
        `mois de carte en retard ÷ tous les mois de carte${fr}`
      ],
      share(dpd.gt(0), where)
    ),
    define(
      `card_below_minimum_share${key}`,
      "card_payments",
      "share",
      [`Share of card months paid below the minimum${en}`, `Part des mois payés sous le minimum${fr}`],
      [
        `months that end with a balance and were paid less than asked for ÷ months with a minimum${en}`,
        `mois finissant avec un solde et payés moins que demandé ÷ mois avec un minimum${fr}`
      ],
      share(belowMinimum, {where: inSpan(minimum.gt(0))})
    )
  ];
});

const overall: Feature[] = [
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

export const CARD: readonly Feature[] = [
  ...overall,
  ...shares,
  ...family("card", [UTILISATION], ["mean", "max"], [ALL, span(12), span(6)]),
  ...family("card", [UTILISATION], ["variance"], [ALL]),
  ...family("card", [BALANCE], ["mean", "sum", "max"], [ALL]),
  ...family("card", [BALANCE], ["mean"], [span(12), span(6)]),
  ...family("card", [LIMIT], ["mean", "max"], [ALL]),
  ...family("card", [CASH, DRAWN, PAID], ["mean", "max"], [ALL]),
  ...family("card", [CASH, DRAWN, PAID], ["mean"], [span(12)]),
  ...family("card", [DRAWINGS, WITHDRAWALS], ["mean", "max"], [ALL]),
  ...family("card", [WITHDRAWALS], ["mean"], [span(12)]),
  ...family("card", [COVER], ["mean", "min"], [ALL]),
  ...family("card", [DPD], ["max", "mean"], [ALL, span(12)]),
  ...family("card", [DPD_DEF], ["max"], [ALL])
];
