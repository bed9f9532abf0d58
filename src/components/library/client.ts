import type {Features, History, WhatIf} from "../../core/schema/answers.ts";
import type {Explanation} from "../../core/schema/explanation.ts";
import type {Score} from "../../core/schema/score.ts";
import {getJson, postJson} from "../api.ts";

/** Tables of a client's history by the names that SQL has for them, and Kaggle's own. */
const TABLES: Readonly<Record<string, string>> = {
  pos: "POS_CASH_balance",
  card: "credit_card_balance",
  installments: "installments_payments"
};

const ofClient = (id: number, what: string) => `/v1/clients/${encodeURIComponent(id)}/${what}`;

export type Feature = Features["features"][number];
export type RawRow = History["tables"][number]["rows"][number];

/** Fetches the catalogue: every feature with its label, unit, formula and tables, and whether the model uses it. */
export const features = async (): Promise<Feature[]> => (await getJson<Features>("/v1/features")).features;

/** Scores a client now. @throws ApiError CLIENT_UNKNOWN */
export const score = (id: number): Promise<Score> => getJson(ofClient(id, "score"));

/** Explains a client's score: basePoints + Σ causes' points = score, and so for features. @throws ApiError CLIENT_UNKNOWN */
export const explain = (id: number): Promise<Explanation> => getJson(ofClient(id, "explanation"));

/**
 * Fetches a client's raw rows of one table: application, bureau, bureau_balance, previous_application, pos, card,
 * installments. @throws ApiError CLIENT_UNKNOWN; RangeError when there is no such table
 */
export async function history(id: number, table: string): Promise<RawRow[]> {
  const {tables} = await getJson<History>(ofClient(id, "history"));
  const found = tables.find(({name}) => name === (TABLES[table] ?? table));
  if (found) return found.rows;
  const short = (name: string) => Object.keys(TABLES).find((key) => TABLES[key] === name) ?? name;
  const known = tables.map(({name}) => short(name)).join(", ");
  throw new RangeError(`There is no table ${table} in a client's history; expected one of ${known}.`);
}

/** A change of raw rows (`op`: edit, remove or add), and of features by their value. */
export interface Edits {
  rows?: readonly {
    op: "edit" | "remove" | "add";
    table: string;
    /** Place in the client's rows of that table, from 0; not for add. */
    index?: number;
    values?: RawRow;
  }[];
  features?: Readonly<Record<string, number | string | null>>;
}

/**
 * Explains a client before and after changes; nothing is kept. With `fields`, such as ["score"], before and after have
 * only those parts of an explanation, which is many times less to wait for.
 * @throws ApiError REQUEST_INVALID naming each fault
 */
export function whatIf(
  id: number,
  {rows = [], features = {}}: Edits,
  {fields = []}: {fields?: readonly string[]} = {}
): Promise<WhatIf> {
  const named = rows.map((row) => ({...row, table: TABLES[row.table] ?? row.table}));
  const query = fields.length > 0 ? `?${new URLSearchParams({fields: fields.join(",")})}` : "";
  return postJson(`${ofClient(id, "what-if")}${query}`, {rows: named, features});
}

/** Fetches the cut-off: the probability of default above which the served policy declines, and the same in points. */
export const cutoff = async (): Promise<{probability: number; score: number}> => {
  const {served} = await getJson<{served: {cutoff: {probability: number; score: number}}}>("/v1/model");
  return served.cutoff;
};
