import {count, distinct, share, sum} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {
  active,
  bureau,
  closed,
  debt,
  overdue,
  plannedEnd,
  plausibleEnd,
  realEnd,
  WINDOWS
} from "./columns.ts";

export const counts: Feature[] = [
  define(
    "bureau_loans",
    "bureau_loans",
    "count",
    ["Loans at other lenders", "Crédits chez d'autres prêteurs"],
    ["number of loans that other lenders reported", "nombre de crédits déclarés par d'autres prêteurs"],
    count("bureau")
  ),
  define(
    "bureau_loans_active",
    "bureau_loans",
    "count",
    ["Active loans at other lenders", "Crédits en cours chez d'autres prêteurs"],
    ["number of reported loans that are active", "nombre de crédits déclarés en cours"],
    count("bureau", {where: active})
  ),
  define(
    "bureau_loans_closed",
    "bureau_loans",
    "count",
    ["Closed loans at other lenders", "Crédits clos chez d'autres prêteurs"],
    ["number of reported loans that are closed", "nombre de crédits déclarés clos"],
    count("bureau", {where: closed})
  ),
  define(
    "bureau_active_share",
    "bureau_loans",
    "share",
    ["Share of loans at other lenders still active", "Part des crédits encore en cours ailleurs"],
    ["active loans ÷ all reported loans", "crédits en cours ÷ tous les crédits déclarés"],
    share(active, {from: "bureau"})
  ),
  ...WINDOWS.flatMap(({key, label, where}) => [
    define(
      `bureau_loans_${key}`,
      "bureau_loans",
      "count",
      [`Loans at other lenders, ${label.en}`, `Crédits chez d'autres prêteurs, ${label.fr}`],
      [`number of loans taken in the ${label.en}`, `nombre de crédits pris dans les ${label.fr}`],
      count("bureau", {where: where!})
    )
  ]),
  define(
    "bureau_prolonged_loans",
    "prolongations",
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
    "bureau_loans",
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
    "bureau_ends",
    "share",
    ["Share of loans repaid early elsewhere", "Part des crédits remboursés en avance ailleurs"],
    [
      "closed loans that ended before plan ÷ closed loans with a real end and a planned end within 40 years",
      "crédits clos terminés avant terme ÷ crédits clos avec une fin réelle et une fin prévue à moins de 40 ans"
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
export const types: Feature[] = TYPES.flatMap(([key, texts, en, fr]) => [
  define(
    `bureau_${key}_share`,
    "bureau_loans",
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
