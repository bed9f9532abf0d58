import {heading, nothingOf} from "./compared.ts";
import type {TableName, Teller} from "./record.ts";

/** Columns that features count words or amounts of; the first that a feature's name matches is its own. */
const COUNTED: readonly (readonly [features: RegExp, table: TableName, column: string])[] = [
  [/^prev_(reject_|last_reject)/, "previous_application", "CODE_REJECT_REASON"],
  [
    /^prev_.*(refused|approved|cancelled|unused|outcome|running|rate_variance|granted)/,
    "previous_application",
    "NAME_CONTRACT_STATUS"
  ],
  [/^prev_(cash|consumer|revolving)_share/, "previous_application", "NAME_CONTRACT_TYPE"],
  [/^prev_cross_sell/, "previous_application", "NAME_PRODUCT_TYPE"],
  [/^prev_new_client/, "previous_application", "NAME_CLIENT_TYPE"],
  [/^prev_(high|low)_yield/, "previous_application", "NAME_YIELD_GROUP"],
  [/^bureau_.*prolong/, "bureau", "CNT_CREDIT_PROLONG"],
  [/^bureau_.*(active|closed|repaid_early)/, "bureau", "CREDIT_ACTIVE"],
  [/^bureau_(consumer|card|mortgage|car|micro|business)_/, "bureau", "CREDIT_TYPE"],
  [/^inst_(card_share|loan_late_share)/, "installments_payments", "NUM_INSTALMENT_VERSION"],
  [/^inst_.*(paid|shortfall)/, "installments_payments", "AMT_PAYMENT"],
  [/^pos_.*(dpd|late)/, "POS_CASH_balance", "SK_DPD"],
  [/^card_.*(dpd|late)/, "credit_card_balance", "SK_DPD"]
];

/**
 * Says that nothing is on record where all cells that a feature counts are empty, as in a table without the column:
 * none of them is then no fact about the client. A payment without its day was not made, and that is one.
 */
export const unknown: Teller = (driver, {rows}) => {
  const [, table, column] = COUNTED.find(([features]) => features.test(driver.name)) ?? [];
  if (table === undefined || rows[table].length === 0) return undefined;
  const isEmpty = (name: string) => rows[table].every((row) => (row[name] ?? null) === null);
  if (!isEmpty(column!) || (column === "AMT_PAYMENT" && isEmpty("DAYS_ENTRY_PAYMENT"))) return undefined;
  return nothingOf(heading(driver), "unknown");
};
