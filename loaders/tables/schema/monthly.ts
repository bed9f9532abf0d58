import {amount, category, either, id, integer, type TableSchema} from "./column.ts";

const ids = [
  id("SK_ID_PREV", "Number of the contract", "Numéro du contrat"),
  id("SK_ID_CURR", "Number of the client's application", "Numéro de la demande du client")
];
const month = integer(
  "MONTHS_BALANCE",
  "months",
  "Int8",
  "Month, counted from the application; −1 is the newest",
  "Mois, compté depuis la demande ; −1 est le plus récent"
);
const pastDue = [
  integer("SK_DPD", "days", "Int16", "Days past due in the month", "Jours de retard dans le mois"),
  integer(
    "SK_DPD_DEF",
    "days",
    "Int16",
    "Days past due in the month, small debts ignored",
    "Jours de retard dans le mois, petites dettes ignorées"
  )
];
const count = (name: string, en: string, fr: string) => integer(name, "count", "Int16", en, fr);

/** Declares POS_CASH_balance: one row per instalment loan and month. */
export const posCashBalance: TableSchema<"POS_CASH_balance"> = {
  name: "POS_CASH_balance",
  order: ["SK_ID_PREV", "MONTHS_BALANCE"],
  columns: [
    ...ids,
    month,
    integer("CNT_INSTALMENT", "count", "Int8", "Instalments of the contract", "Échéances du contrat"),
    integer(
      "CNT_INSTALMENT_FUTURE",
      "count",
      "Int8",
      "Instalments still to pay",
      "Échéances restant à payer"
    ),
    category(
      "NAME_CONTRACT_STATUS",
      "Active|Amortized debt|Approved|Canceled|Completed|Demand|Returned to the store|Signed|XNA",
      "State of the contract in the month",
      "État du contrat dans le mois"
    ),
    ...pastDue
  ]
};

/** Declares credit_card_balance: one row per card and month. */
export const creditCardBalance: TableSchema<"credit_card_balance"> = {
  name: "credit_card_balance",
  order: ["SK_ID_PREV", "MONTHS_BALANCE"],
  columns: [
    ...ids,
    month,
    either(amount("AMT_BALANCE", "Balance in the month", "Solde dans le mois")),
    integer("AMT_CREDIT_LIMIT_ACTUAL", "currency", "Int32", "Limit of the card", "Plafond de la carte"),
    either(
      amount("AMT_DRAWINGS_ATM_CURRENT", "Cash withdrawn in the month", "Retraits d'espèces dans le mois")
    ),
    either(
      amount("AMT_DRAWINGS_CURRENT", "All drawings in the month", "Total des utilisations dans le mois")
    ),
    amount("AMT_DRAWINGS_OTHER_CURRENT", "Other drawings in the month", "Autres utilisations dans le mois"),
    amount("AMT_DRAWINGS_POS_CURRENT", "Purchases in the month", "Achats dans le mois"),
    amount("AMT_INST_MIN_REGULARITY", "Smallest payment asked for", "Paiement minimal demandé"),
    amount("AMT_PAYMENT_CURRENT", "Paid in the month", "Payé dans le mois"),
    amount("AMT_PAYMENT_TOTAL_CURRENT", "Paid in the month, in total", "Payé dans le mois, au total"),
    either(amount("AMT_RECEIVABLE_PRINCIPAL", "Principal owed", "Capital dû")),
    either(amount("AMT_RECIVABLE", "Amount owed", "Montant dû")),
    either(amount("AMT_TOTAL_RECEIVABLE", "Amount owed, in total", "Montant dû, au total")),
    count("CNT_DRAWINGS_ATM_CURRENT", "Withdrawals in the month", "Nombre de retraits dans le mois"),
    count("CNT_DRAWINGS_CURRENT", "Drawings in the month", "Nombre d'utilisations dans le mois"),
    count("CNT_DRAWINGS_OTHER_CURRENT", "Other drawings in the month", "Nombre d'autres utilisations"),
    count("CNT_DRAWINGS_POS_CURRENT", "Number of purchases in the month", "Nombre d'achats dans le mois"),
    count("CNT_INSTALMENT_MATURE_CUM", "Instalments paid so far", "Échéances payées à ce jour"),
    category(
      "NAME_CONTRACT_STATUS",
      "Active|Approved|Completed|Demand|Refused|Sent proposal|Signed",
      "State of the card in the month",
      "État de la carte dans le mois"
    ),
    ...pastDue
  ]
};

/** Declares installments_payments: one row per payment made, or instalment missed. */
export const installmentsPayments: TableSchema<"installments_payments"> = {
  name: "installments_payments",
  order: ["SK_ID_PREV", "NUM_INSTALMENT_NUMBER", "NUM_INSTALMENT_VERSION", "DAYS_INSTALMENT"],
  columns: [
    ...ids,
    integer(
      "NUM_INSTALMENT_VERSION",
      "code",
      "Int16",
      "Version of the payment plan; 0 is a card",
      "Version de l'échéancier ; 0 pour une carte"
    ),
    integer("NUM_INSTALMENT_NUMBER", "count", "Int16", "Number of the instalment", "Rang de l'échéance"),
    integer(
      "DAYS_INSTALMENT",
      "days",
      "Int16",
      "Due day, counted from the application",
      "Jour d'échéance, compté depuis la demande"
    ),
    integer(
      "DAYS_ENTRY_PAYMENT",
      "days",
      "Int16",
      "Day of payment, counted from the application",
      "Jour du paiement, compté depuis la demande"
    ),
    amount("AMT_INSTALMENT", "Amount due", "Montant dû"),
    amount("AMT_PAYMENT", "Amount paid", "Montant payé")
  ]
};
