import * as Inputs from "@observablehq/inputs";
import {library as kit} from "@observablehq/notebook-kit/runtime";
import * as Plot from "@observablehq/plot";
import {type Table, tableFromIPC} from "apache-arrow";
import * as d3 from "d3";
import * as htl from "htl";
import {type ClientsRequest, clientsSql, sqlText} from "../../../core/notebook/sqlText.ts";

/** Asks the page around the frame by the name of a call. */
export type Call = (name: string, ...args: unknown[]) => Promise<unknown>;

/** The names that SQL has for tables of the history, and Kaggle's own. */
const TABLES: Readonly<Record<string, string>> = {
  pos: "POS_CASH_balance",
  card: "credit_card_balance",
  installments: "installments_payments"
};

/** Makes what cells can use by name: Plot, Inputs, d3, htl, what the runtime gives, and the data of the page. */
export function createLibrary(
  call: Call,
  live: () => AsyncGenerator<unknown>
): Record<string, () => unknown> {
  const query = async (sql: string): Promise<Table> => tableFromIPC((await call("sql", sql)) as Uint8Array);
  const sql = (strings: TemplateStringsArray, ...values: unknown[]) => query(sqlText(strings.raw, values));
  const data = {
    sql,
    clients: (request: ClientsRequest = {}) => query(clientsSql(request)),
    features: () => call("features"),
    model: () => call("model"),
    score: (id: number) => call("score", id),
    explain: (id: number) => call("explain", id),
    history: async (id: number, table: string) => {
      const {tables} = (await call("history", id)) as {tables: {name: string; rows: unknown[]}[]};
      const found = tables.find(({name}) => name === (TABLES[table] ?? table));
      if (found) return found.rows;
      const known = tables.map(({name}) => name).join(", ");
      throw new RangeError(`There is no table ${table} in a client's history; expected one of ${known}.`);
    },
    whatIf: (id: number, edits: unknown) => call("whatIf", id, edits),
    live,
    db: {sql},
    Plot,
    Inputs,
    d3,
    htl,
    html: htl.html,
    svg: htl.svg
  };
  const {dark, now, width, Generators, Mutable, md} = kit;
  const own = Object.entries(data).map(([name, value]) => [name, () => value] as const);
  return {dark, now, width, Generators, Mutable, md, ...Object.fromEntries(own)};
}
