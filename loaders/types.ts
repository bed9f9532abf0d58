import type {Direction, Protected} from "../src/core/schema/manifest.ts";

/** The eight tables of Home Credit Default Risk, by the name of their file without its ending. */
export const TABLE_NAMES = [
  "application_train",
  "application_test",
  "bureau",
  "bureau_balance",
  "previous_application",
  "POS_CASH_balance",
  "credit_card_balance",
  "installments_payments"
] as const;
export type TableName = (typeof TABLE_NAMES)[number];

/** The seven kinds of raw rows one client has: both application tables count as one. */
export const CLIENT_TABLES = [
  "application",
  "bureau",
  "bureau_balance",
  "previous_application",
  "POS_CASH_balance",
  "credit_card_balance",
  "installments_payments"
] as const;
export type ClientTable = (typeof CLIENT_TABLES)[number];

/** A raw cell as the schema reads it: numbers, literal text, null for an empty cell. */
export type Cell = number | string | null;
/** A raw row: Kaggle's column names → cells. */
export type RawRow = Record<string, Cell>;
/** All raw rows of one client. A table without rows is an empty array. */
export type ClientRows = Record<ClientTable, RawRow[]>;

export interface Bilingual {
  en: string;
  fr: string;
}

/** One feature as pages, models and answers see it. */
export interface CatalogueEntry {
  name: string;
  /** Where its raw rows are; the strongest table first. */
  tables: ClientTable[];
  /** The group of causes it belongs to, for reason codes: one cause is told once. */
  cause: string;
  label: Bilingual;
  /** The formula in words that a banker reads. */
  formula: Bilingual;
  unit: string;
  kind: "numeric" | "category";
  /** Code i stands for categories[i]; only when kind is "category". */
  categories?: string[];
  /** The personal trait that can be read from the value. */
  protected?: Protected;
  /** Whether the risk of default rises or falls with the value, where that is declared. */
  direction?: Direction;
}

/** data/<set>/catalogue.json: one entry per column of features.f32, in column order. */
export interface Catalogue {
  planSha256: string;
  features: CatalogueEntry[];
}
