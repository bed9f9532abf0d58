import {amount, category, either, id, integer, type TableSchema} from "./column.ts";

/** Declares bureau: one row per loan that other lenders reported to the credit bureau. */
export const bureau: TableSchema<"bureau"> = {
  name: "bureau",
  key: "SK_ID_BUREAU",
  order: ["DAYS_CREDIT", "SK_ID_BUREAU"],
  columns: [
    id("SK_ID_CURR", "Number of the client's application", "Numéro de la demande du client"),
    id("SK_ID_BUREAU", "Number of the reported loan", "Numéro du crédit déclaré"),
    category("CREDIT_ACTIVE", "Active|Bad debt|Closed|Sold", "State of the loan", "État du crédit"),
    category("CREDIT_CURRENCY", "currency 1|currency 2|currency 3|currency 4", "Currency", "Devise"),
    integer(
      "DAYS_CREDIT",
      "days",
      "Int16",
      "Day the loan was asked for, counted from the application",
      "Jour de la demande du crédit, compté depuis la demande actuelle"
    ),
    integer(
      "CREDIT_DAY_OVERDUE",
      "days",
      "Int16",
      "Days past due at the application",
      "Jours de retard à la date de la demande"
    ),
    either(
      integer(
        "DAYS_CREDIT_ENDDATE",
        "days",
        "Int32",
        "Planned end of the loan, counted from the application",
        "Fin prévue du crédit, comptée depuis la demande"
      )
    ),
    integer(
      "DAYS_ENDDATE_FACT",
      "days",
      "Int32",
      "Real end of a closed loan, counted from the application",
      "Fin réelle d'un crédit clos, comptée depuis la demande"
    ),
    amount("AMT_CREDIT_MAX_OVERDUE", "Largest amount ever overdue", "Plus grand montant en retard"),
    integer(
      "CNT_CREDIT_PROLONG",
      "count",
      "Int8",
      "How often the loan was prolonged",
      "Nombre de prolongations"
    ),
    amount("AMT_CREDIT_SUM", "Amount of the loan", "Montant du crédit"),
    either(amount("AMT_CREDIT_SUM_DEBT", "What is still owed", "Reste dû")),
    either(amount("AMT_CREDIT_SUM_LIMIT", "Limit of a reported card", "Plafond d'une carte déclarée")),
    amount("AMT_CREDIT_SUM_OVERDUE", "Amount overdue at the application", "Montant en retard à la demande"),
    category(
      "CREDIT_TYPE",
      "Another type of loan|Car loan|Cash loan (non-earmarked)|Consumer credit|Credit card|Interbank credit|" +
        "Loan for business development|Loan for purchase of shares (margin lending)|" +
        "Loan for the purchase of equipment|Loan for working capital replenishment|Microloan|" +
        "Mobile operator loan|Mortgage|Real estate loan|Unknown type of loan",
      "Kind of loan",
      "Type de crédit"
    ),
    either(
      integer(
        "DAYS_CREDIT_UPDATE",
        "days",
        "Int32",
        "Last news of the loan, counted from the application",
        "Dernière information sur le crédit, comptée depuis la demande"
      )
    ),
    amount(
      "AMT_ANNUITY",
      "Regular instalment (annuity) of the loan",
      "Échéance régulière (annuité) du crédit"
    )
  ]
};

/** Declares bureau_balance: one row per reported loan and month. */
export const bureauBalance: TableSchema<"bureau_balance"> = {
  name: "bureau_balance",
  order: ["SK_ID_BUREAU", "MONTHS_BALANCE"],
  columns: [
    id("SK_ID_BUREAU", "Number of the reported loan", "Numéro du crédit déclaré"),
    integer(
      "MONTHS_BALANCE",
      "months",
      "Int8",
      "Month, counted from the application; −1 is the newest",
      "Mois, compté depuis la demande ; −1 est le plus récent"
    ),
    category(
      "STATUS",
      "0|1|2|3|4|5|C|X",
      "0 on time; 1 to 5 ever later, 5 beyond 120 days or written off; C closed; X unknown",
      "0 à jour ; 1 à 5 de plus en plus en retard, 5 au-delà de 120 jours ou passé en perte ; C clos ; X inconnu"
    )
  ]
};
