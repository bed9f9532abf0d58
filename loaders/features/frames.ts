import type {ClientTable} from "../types.ts";

/**
 * The sets of rows a feature is computed over. Seven are the raw tables; the others group raw rows by a
 * key: an `instalment` gathers the partial payments of one instalment, the `…_contract` frames gather the
 * months or instalments of one contract. `application` has exactly one row per client and is the root.
 */
export const DERIVED_FRAMES = ["instalment", "payment_contract", "pos_contract", "card_contract"] as const;
export type DerivedFrame = (typeof DERIVED_FRAMES)[number];
export type FrameName = ClientTable | DerivedFrame;

/** Declares how a derived frame gathers the rows of its source. */
export interface Grouping {
  source: FrameName;
  /** Columns of the source; rows that agree in all of them, within one client, are one group. */
  by: readonly string[];
}

export const GROUPINGS: Readonly<Record<DerivedFrame, Grouping>> = {
  instalment: {
    source: "installments_payments",
    by: ["SK_ID_PREV", "NUM_INSTALMENT_NUMBER", "NUM_INSTALMENT_VERSION"]
  },
  payment_contract: {source: "installments_payments", by: ["SK_ID_PREV"]},
  pos_contract: {source: "POS_CASH_balance", by: ["SK_ID_PREV"]},
  card_contract: {source: "credit_card_balance", by: ["SK_ID_PREV"]}
};

/** Raw tables whose rows belong to a row of another raw table, by a key that both have. */
export const KEYED_PARENTS: Readonly<Partial<Record<ClientTable, Partial<Record<FrameName, string>>>>> = {
  bureau_balance: {bureau: "SK_ID_BUREAU"},
  POS_CASH_balance: {previous_application: "SK_ID_PREV"},
  credit_card_balance: {previous_application: "SK_ID_PREV"},
  installments_payments: {previous_application: "SK_ID_PREV"}
};

export const isDerived = (frame: FrameName): frame is DerivedFrame => frame in GROUPINGS;
