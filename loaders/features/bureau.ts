import {annuity, credit, income} from "./application.ts";
import {columnsOf} from "./columns.ts";
import {atLargest, count, distinct, max, mean, min, share, sum} from "./expression.ts";
import {family, type Measure, type RowSet} from "./family.ts";
import {define, type Feature, say} from "./feature.ts";

export const bureau = columnsOf("bureau");
const opened = bureau("DAYS_CREDIT");
const state = bureau("CREDIT_ACTIVE");
const active = state.is("Active");
const closed = state.is("Closed");
const amountOf = bureau("AMT_CREDIT_SUM");
const debt = bureau("AMT_CREDIT_SUM_DEBT");
const overdue = bureau("AMT_CREDIT_SUM_OVERDUE");
const plannedEnd = bureau("DAYS_CREDIT_ENDDATE");
const realEnd = bureau("DAYS_ENDDATE_FACT");
/** End dates further than 40 years away are placeholders of the bureau, not dates. */
const plausibleEnd = plannedEnd.le(14610).and(plannedEnd.ge(-14610));
const recent = (days: number) => opened.ge(-days);

const ALL: RowSet = {
  key: "",
  label: say("", ""),
  rows: say("all loans at other lenders", "tous les crédits chez d'autres prêteurs")
};
const ACTIVE: RowSet = {
  key: "active",
  label: say("active loans", "crédits en cours"),
  rows: say("the active loans at other lenders", "les crédits en cours chez d'autres prêteurs"),
  where: active
};
const CLOSED: RowSet = {
  key: "closed",
  label: say("closed loans", "crédits clos"),
  rows: say("the closed loans at other lenders", "les crédits clos chez d'autres prêteurs"),
  where: closed
};
const WINDOWS = (
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

const AMOUNT: Measure = {
  key: "credit",
  cause: "credit_history",
  unit: "amount",
  name: say("loans at other lenders", "crédits chez d'autres prêteurs"),
  formula: say("amount of the loan", "montant du crédit"),
  of: amountOf
};
const DEBT: Measure = {
  key: "debt",
  cause: "outstanding_debt",
  unit: "amount",
  name: say("debt at other lenders", "dette chez d'autres prêteurs"),
  formula: say("amount still owed", "montant restant dû"),
  of: debt
};
const LIMIT: Measure = {
  key: "limit",
  cause: "outstanding_debt",
  unit: "amount",
  name: say("card limits at other lenders", "plafonds de carte chez d'autres prêteurs"),
  formula: say("limit of the card", "plafond de la carte"),
  of: bureau("AMT_CREDIT_SUM_LIMIT")
};
const OVERDUE: Measure = {
  key: "overdue",
  cause: "bureau_arrears",
  unit: "amount",
  name: say("amount overdue at other lenders", "montant en retard chez d'autres prêteurs"),
  formula: say("amount overdue now", "montant en retard aujourd'hui"),
  of: overdue
};
const WORST: Measure = {
  key: "worst_overdue",
  cause: "bureau_arrears",
  unit: "amount",
  name: say("worst amount ever overdue at other lenders", "plus fort retard passé chez d'autres prêteurs"),
  formula: say("largest amount ever overdue", "plus grand montant jamais en retard"),
  of: bureau("AMT_CREDIT_MAX_OVERDUE")
};
const DAYS_LATE: Measure = {
  key: "days_overdue",
  cause: "bureau_arrears",
  unit: "days",
  name: say("days past due at other lenders", "jours de retard chez d'autres prêteurs"),
  formula: say("days past due now", "jours de retard aujourd'hui"),
  of: bureau("CREDIT_DAY_OVERDUE")
};
const PROLONGED: Measure = {
  key: "prolongations",
  cause: "bureau_arrears",
  unit: "count",
  name: say("prolongations at other lenders", "prolongations chez d'autres prêteurs"),
  formula: say("times the loan was prolonged", "nombre de prolongations du crédit"),
  of: bureau("CNT_CREDIT_PROLONG")
};
const AGE: Measure = {
  key: "age",
  cause: "credit_history",
  unit: "days",
  name: say("age of loans at other lenders", "ancienneté des crédits chez d'autres prêteurs"),
  formula: say("days since the loan was asked for", "jours écoulés depuis la demande du crédit"),
  of: opened.negated()
};
const ANNUITY: Measure = {
  key: "annuity",
  cause: "debt_burden",
  unit: "amount",
  name: say("instalments at other lenders", "échéances chez d'autres prêteurs"),
  formula: say("regular instalment", "échéance régulière"),
  of: bureau("AMT_ANNUITY")
};
const UPDATE: Measure = {
  key: "update_age",
  cause: "credit_history",
  unit: "days",
  name: say("age of the bureau's news", "ancienneté des informations du bureau"),
  formula: say("days since the last news of the loan", "jours depuis la dernière information sur le crédit"),
  of: bureau("DAYS_CREDIT_UPDATE").negated()
};
const REMAINING: Measure = {
  key: "remaining_days",
  cause: "outstanding_debt",
  unit: "days",
  name: say("days to the planned end of loans", "jours jusqu'à la fin prévue des crédits"),
  formula: say("days from now to the planned end", "jours d'ici la fin prévue"),
  of: plannedEnd
};
const TERM: Measure = {
  key: "term",
  cause: "credit_history",
  unit: "days",
  name: say("planned term of loans at other lenders", "durée prévue des crédits chez d'autres prêteurs"),
  formula: say("planned end − start", "fin prévue − début"),
  of: plannedEnd.minus(opened)
};
const GAP: Measure = {
  key: "end_gap",
  cause: "credit_history",
  unit: "days",
  name: say("days between planned and real end", "jours entre fin prévue et fin réelle"),
  formula: say(
    "planned end − real end (positive: repaid early)",
    "fin prévue − fin réelle (positif : remboursé en avance)"
  ),
  of: plannedEnd.minus(realEnd)
};
const PLAUSIBLE_ACTIVE: RowSet = {
  ...ACTIVE,
  rows: say(
    "active loans with a planned end within 40 years",
    "les crédits en cours dont la fin prévue est à moins de 40 ans"
  ),
  where: active.and(plausibleEnd)
};
const PLAUSIBLE_CLOSED: RowSet = {
  ...CLOSED,
  rows: say(
    "closed loans with a planned end within 40 years",
    "les crédits clos dont la fin prévue est à moins de 40 ans"
  ),
  where: closed.and(plausibleEnd)
};

const counts: Feature[] = [
  define(
    "bureau_loans",
    "credit_history",
    "count",
    ["Loans at other lenders", "Crédits chez d'autres prêteurs"],
    ["number of loans that other lenders reported", "nombre de crédits déclarés par d'autres prêteurs"],
    count("bureau")
  ),
  define(
    "bureau_loans_active",
    "credit_history",
    "count",
    ["Active loans at other lenders", "Crédits en cours chez d'autres prêteurs"],
    ["number of reported loans that are active", "nombre de crédits déclarés en cours"],
    count("bureau", {where: active})
  ),
  define(
    "bureau_loans_closed",
    "credit_history",
    "count",
    ["Closed loans at other lenders", "Crédits clos chez d'autres prêteurs"],
    ["number of reported loans that are closed", "nombre de crédits déclarés clos"],
    count("bureau", {where: closed})
  ),
  define(
    "bureau_active_share",
    "credit_history",
    "share",
    ["Share of loans at other lenders still active", "Part des crédits encore en cours ailleurs"],
    ["active loans ÷ all reported loans", "crédits en cours ÷ tous les crédits déclarés"],
    share(active, {from: "bureau"})
  ),
  ...WINDOWS.flatMap(({key, label, where}) => [
    define(
      `bureau_loans_${key}`,
      "credit_history",
      "count",
      [`Loans at other lenders, ${label.en}`, `Crédits chez d'autres prêteurs, ${label.fr}`],
      [`number of loans taken in the ${label.en}`, `nombre de crédits pris dans les ${label.fr}`],
      count("bureau", {where: where!})
    )
  ]),
  define(
    "bureau_prolonged_loans",
    "bureau_arrears",
    "count",
    ["Prolonged loans at other lenders", "Crédits prolongés chez d'autres prêteurs"],
    ["number of loans prolonged at least once", "nombre de crédits prolongés au moins une fois"],
    count("bureau", {where: bureau("CNT_CREDIT_PROLONG").gt(0)})
  ),
  define(
    "bureau_overdue_loans",
    "bureau_arrears",
    "count",
    ["Loans overdue at other lenders", "Crédits en retard chez d'autres prêteurs"],
    [
      "number of loans with an amount overdue or days past due",
      "nombre de crédits avec un montant ou des jours de retard"
    ],
    count("bureau", {where: overdue.gt(0).or(bureau("CREDIT_DAY_OVERDUE").gt(0))})
  ),
  define(
    "bureau_types",
    "credit_history",
    "count",
    ["Kinds of loan at other lenders", "Types de crédit chez d'autres prêteurs"],
    ["number of different kinds of loan", "nombre de types de crédit différents"],
    distinct(bureau("CREDIT_TYPE"))
  ),
  define(
    "bureau_ever_overdue_share",
    "bureau_arrears",
    "share",
    ["Share of loans ever overdue at other lenders", "Part des crédits ayant déjà eu un retard ailleurs"],
    [
      "loans with a worst overdue above 0 ÷ loans where it is known",
      "crédits au plus fort retard positif ÷ crédits où il est connu"
    ],
    share(bureau("AMT_CREDIT_MAX_OVERDUE").gt(0), {where: bureau("AMT_CREDIT_MAX_OVERDUE").isKnown()})
  ),
  define(
    "bureau_repaid_early_share",
    "credit_history",
    "share",
    ["Share of loans repaid early elsewhere", "Part des crédits remboursés en avance ailleurs"],
    [
      "closed loans that ended before plan ÷ closed loans with both dates",
      "crédits clos terminés avant terme ÷ crédits clos dont les deux dates sont connues"
    ],
    share(realEnd.lt(plannedEnd), {where: closed.and(plausibleEnd).and(realEnd.isKnown())})
  )
];

const TYPES: readonly [string, string[], string, string][] = [
  ["consumer", ["Consumer credit"], "consumer loans", "crédits à la consommation"],
  ["card", ["Credit card"], "credit cards", "cartes de crédit"],
  ["mortgage", ["Mortgage", "Real estate loan"], "mortgages", "crédits immobiliers"],
  ["car", ["Car loan"], "car loans", "crédits automobiles"],
  ["micro", ["Microloan"], "microloans", "microcrédits"],
  [
    "business",
    [
      "Loan for business development",
      "Loan for working capital replenishment",
      "Loan for the purchase of equipment"
    ],
    "business loans",
    "crédits professionnels"
  ]
];
const types: Feature[] = TYPES.flatMap(([key, texts, en, fr]) => [
  define(
    `bureau_${key}_share`,
    "credit_history",
    "share",
    [`Share of ${en} at other lenders`, `Part des ${fr} chez d'autres prêteurs`],
    [`${en} ÷ all reported loans`, `${fr} ÷ tous les crédits déclarés`],
    share(bureau("CREDIT_TYPE").is(...texts), {from: "bureau"})
  ),
  define(
    `bureau_${key}_debt`,
    "outstanding_debt",
    "amount",
    [`Debt on ${en} at other lenders`, `Dette sur ${fr} chez d'autres prêteurs`],
    [`total still owed on active ${en}`, `total restant dû sur ${fr} en cours`],
    sum(debt, {where: active.and(bureau("CREDIT_TYPE").is(...texts))})
  )
]);

const lastLoan = <T extends Parameters<typeof atLargest>[0]>(x: T) =>
  atLargest(x, opened, bureau("SK_ID_BUREAU"));
const recency: Feature[] = [
  define(
    "bureau_days_since_last",
    "credit_history",
    "days",
    ["Days since the last loan elsewhere", "Jours depuis le dernier crédit ailleurs"],
    ["days since the newest reported loan", "jours depuis le crédit déclaré le plus récent"],
    max(opened).negated()
  ),
  define(
    "bureau_days_since_first",
    "credit_history",
    "days",
    ["Days since the first loan elsewhere", "Jours depuis le premier crédit ailleurs"],
    ["days since the oldest reported loan", "jours depuis le crédit déclaré le plus ancien"],
    min(opened).negated()
  ),
  define(
    "bureau_days_since_last_active",
    "credit_history",
    "days",
    ["Days since the last active loan elsewhere", "Jours depuis le dernier crédit en cours ailleurs"],
    ["days since the newest active loan", "jours depuis le crédit en cours le plus récent"],
    max(opened, {where: active}).negated()
  ),
  define(
    "bureau_days_since_first_active",
    "credit_history",
    "days",
    ["Days since the oldest active loan elsewhere", "Jours depuis le plus ancien crédit en cours ailleurs"],
    ["days since the oldest loan still active", "jours depuis le plus ancien crédit encore en cours"],
    min(opened, {where: active}).negated()
  ),
  define(
    "bureau_days_since_closing",
    "credit_history",
    "days",
    ["Days since a loan was closed elsewhere", "Jours depuis la clôture d'un crédit ailleurs"],
    ["days since the latest real end of a loan", "jours depuis la dernière fin réelle d'un crédit"],
    max(realEnd).negated()
  ),
  define(
    "bureau_days_between_loans",
    "credit_history",
    "days",
    ["Average days between loans elsewhere", "Jours moyens entre crédits ailleurs"],
    [
      "(newest − oldest start) ÷ (number of loans − 1)",
      "(début le plus récent − le plus ancien) ÷ (nombre de crédits − 1)"
    ],
    max(opened).minus(min(opened)).over(count("bureau").minus(1))
  ),
  define(
    "bureau_last_amount",
    "credit_history",
    "amount",
    ["Last loan elsewhere", "Dernier crédit ailleurs"],
    ["amount of the newest reported loan", "montant du crédit déclaré le plus récent"],
    lastLoan(amountOf)
  ),
  define(
    "bureau_last_worst_overdue",
    "bureau_arrears",
    "amount",
    ["Worst overdue of the last loan elsewhere", "Plus fort retard du dernier crédit ailleurs"],
    [
      "largest amount ever overdue on the newest reported loan",
      "plus grand retard du crédit déclaré le plus récent"
    ],
    lastLoan(bureau("AMT_CREDIT_MAX_OVERDUE"))
  ),
  define(
    "bureau_last_type",
    "credit_history",
    "category",
    ["Kind of the last loan elsewhere", "Type du dernier crédit ailleurs"],
    ["kind of the newest reported loan", "type du crédit déclaré le plus récent"],
    lastLoan(bureau("CREDIT_TYPE"))
  )
];

const sumDebt = sum(debt);
const sumDebtActive = sum(debt, {where: active});
const sumCredit = sum(amountOf);
const sumCreditActive = sum(amountOf, {where: active});
const annuityActive = sum(bureau("AMT_ANNUITY"), {where: active});
const ratios: Feature[] = [
  define(
    "bureau_debt_to_credit",
    "outstanding_debt",
    "ratio",
    ["Share of loans elsewhere still owed", "Part des crédits ailleurs restant due"],
    ["total debt ÷ total amount of loans", "dette totale ÷ montant total des crédits"],
    sumDebt.over(sumCredit)
  ),
  define(
    "bureau_debt_to_credit_active",
    "outstanding_debt",
    "ratio",
    ["Share of active loans elsewhere still owed", "Part des crédits en cours ailleurs restant due"],
    [
      "debt on active loans ÷ amount of active loans",
      "dette des crédits en cours ÷ montant des crédits en cours"
    ],
    sumDebtActive.over(sumCreditActive)
  ),
  define(
    "bureau_overdue_to_debt",
    "bureau_arrears",
    "ratio",
    ["Overdue share of debt elsewhere", "Part de la dette ailleurs en retard"],
    ["amount overdue ÷ total debt", "montant en retard ÷ dette totale"],
    sum(overdue).over(sumDebt)
  ),
  define(
    "bureau_debt_to_income",
    "debt_burden",
    "ratio",
    ["Debt elsewhere compared with income", "Dette ailleurs rapportée au revenu"],
    ["total debt ÷ income", "dette totale ÷ revenu"],
    sumDebt.over(income)
  ),
  define(
    "bureau_credit_active_to_income",
    "debt_burden",
    "ratio",
    ["Active loans elsewhere compared with income", "Crédits en cours ailleurs rapportés au revenu"],
    ["amount of active loans ÷ income", "montant des crédits en cours ÷ revenu"],
    sumCreditActive.over(income)
  ),
  define(
    "bureau_annuity_to_income",
    "debt_burden",
    "ratio",
    ["Instalments elsewhere compared with income", "Échéances ailleurs rapportées au revenu"],
    ["instalments of active loans ÷ income", "échéances des crédits en cours ÷ revenu"],
    annuityActive.over(income)
  ),
  define(
    "bureau_total_annuity_to_income",
    "debt_burden",
    "ratio",
    ["All instalments compared with income", "Toutes les échéances rapportées au revenu"],
    [
      "(instalment asked for + instalments of active loans elsewhere) ÷ income",
      "(échéance demandée + échéances des crédits en cours ailleurs) ÷ revenu"
    ],
    annuityActive.orElse(0).plus(annuity).over(income)
  ),
  define(
    "bureau_total_debt_to_income",
    "debt_burden",
    "ratio",
    ["All debt compared with income", "Toute la dette rapportée au revenu"],
    ["(loan asked for + debt elsewhere) ÷ income", "(prêt demandé + dette ailleurs) ÷ revenu"],
    sumDebt.orElse(0).plus(credit).over(income)
  ),
  define(
    "bureau_credit_to_largest",
    "loan_terms",
    "ratio",
    ["Loan compared with the largest elsewhere", "Prêt rapporté au plus gros crédit ailleurs"],
    ["loan asked for ÷ largest reported loan", "prêt demandé ÷ plus gros crédit déclaré"],
    credit.over(max(amountOf))
  ),
  define(
    "bureau_loan_debt_ratio_mean",
    "outstanding_debt",
    "ratio",
    [
      "Average share still owed per active loan elsewhere",
      "Part moyenne restant due par crédit en cours ailleurs"
    ],
    ["average of debt ÷ amount over active loans", "moyenne de dette ÷ montant sur les crédits en cours"],
    mean(debt.over(amountOf), {where: active})
  ),
  define(
    "bureau_loan_debt_ratio_max",
    "outstanding_debt",
    "ratio",
    [
      "Largest share still owed of an active loan elsewhere",
      "Plus grande part restant due d'un crédit en cours ailleurs"
    ],
    ["largest debt ÷ amount over active loans", "plus grand rapport dette ÷ montant des crédits en cours"],
    max(debt.over(amountOf), {where: active})
  )
];

export const BUREAU: readonly Feature[] = [
  ...counts,
  ...types,
  ...recency,
  ...family("bureau", [AMOUNT, DEBT], ["mean", "max", "sum"], [ALL, ACTIVE]),
  ...family("bureau", [AMOUNT], ["sum"], [CLOSED]),
  ...family("bureau", [AMOUNT, DEBT], ["sum"], WINDOWS.slice(1, 3)),
  ...family("bureau", [LIMIT], ["sum"], [ALL, ACTIVE]),
  ...family("bureau", [OVERDUE], ["sum", "max"], [ALL]),
  ...family("bureau", [WORST], ["mean", "max"], [ALL]),
  ...family("bureau", [WORST], ["max"], [ACTIVE, ...WINDOWS.slice(2, 3)]),
  ...family("bureau", [DAYS_LATE], ["max"], [ALL]),
  ...family("bureau", [PROLONGED], ["sum", "max"], [ALL]),
  ...family("bureau", [AGE], ["sum", "mean"], [ALL, ACTIVE]),
  ...family("bureau", [ANNUITY], ["sum"], [ACTIVE]),
  ...family("bureau", [UPDATE], ["min"], [ALL]),
  ...family("bureau", [REMAINING], ["max", "mean"], [PLAUSIBLE_ACTIVE]),
  ...family("bureau", [TERM], ["mean"], [PLAUSIBLE_ACTIVE]),
  ...family("bureau", [GAP], ["mean", "max"], [PLAUSIBLE_CLOSED]),
  ...ratios
];
