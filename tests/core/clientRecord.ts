import type {RawTables} from "../../src/core/credit/statements/record.ts";

/** Makes the rows of a client of whom nothing is on record, or only the given tables. */
export const noRows = (rows: Partial<RawTables> = {}): RawTables => ({
  application: [],
  bureau: [],
  bureau_balance: [],
  previous_application: [],
  POS_CASH_balance: [],
  credit_card_balance: [],
  installments_payments: [],
  ...rows
});
