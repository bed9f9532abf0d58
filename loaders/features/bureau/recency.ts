import {atLargest, count, max, min} from "../expression.ts";
import {define, type Feature} from "../feature.ts";
import {active, amountOf, bureau, opened, realEnd} from "./columns.ts";

const lastLoan = <T extends Parameters<typeof atLargest>[0]>(x: T) =>
  atLargest(x, opened, bureau("SK_ID_BUREAU"));
export const recency: Feature[] = [
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
    "bureau_amounts",
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
    "bureau_loans",
    "category",
    ["Kind of the last loan elsewhere", "Type du dernier crédit ailleurs"],
    ["kind of the newest reported loan", "type du crédit déclaré le plus récent"],
    lastLoan(bureau("CREDIT_TYPE"))
  )
];
