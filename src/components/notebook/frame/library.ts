import * as Inputs from "@observablehq/inputs";
import {library as kit} from "@observablehq/notebook-kit/runtime";
import * as Plot from "@observablehq/plot";
import * as d3 from "d3";
import * as htl from "htl";
import type {LiveBatch} from "../../../core/live/batch.ts";
import * as charts from "../../library/charts/all.ts";
import type {RecordSource} from "../../library/charts/rowsBehind.ts";
import {type ArrowStream, readTable} from "../../library/readTable.ts";
import {sqlText} from "../../library/sqlText.ts";
import type {Stream} from "../../library/stream.ts";
import {table as tableOf} from "../../library/table.ts";

/** Asks the page around the frame by the name of a call. */
export type Call = (name: string, ...args: unknown[]) => Promise<unknown>;

/** Takes the escape off the backticks of a cell of SQL; its backslashes are SQL's own. */
const cooked = (part: string): string => part.replaceAll("\\`", "`");

/** Makes what cells can use by name: Plot, Inputs, d3, htl, what the runtime gives, the page's data and its charts. */
export function createLibrary(call: Call, live: () => Stream<LiveBatch>): Record<string, () => unknown> {
  const table = async (name: string, ...args: unknown[]) =>
    readTable((await call(name, ...args)) as ArrowStream);
  const sql = (strings: TemplateStringsArray, ...values: unknown[]) =>
    table("sql", sqlText(strings, ...values));
  const from: RecordSource = {
    tables: () => call("tables") as ReturnType<RecordSource["tables"]>,
    history: (id) => call("records", id) as ReturnType<RecordSource["history"]>,
    countingRows: (id, feature) =>
      call("countingRows", id, feature) as ReturnType<RecordSource["countingRows"]>
  };
  const rowsBehind: typeof charts.rowsBehind = (explanation, cause, options) =>
    charts.rowsBehind(explanation, cause, {from, ...options});
  const data = {
    ...charts,
    rowsBehind,
    table: tableOf,
    sql,
    clients: (request: object = {}) => table("clients", request),
    features: () => call("features"),
    model: () => call("model"),
    cutoff: () => call("cutoff"),
    score: (id: number) => call("score", id),
    explain: (id: number) => call("explain", id),
    history: (id: number, of: string) => call("history", id, of),
    whatIf: (id: number, edits: unknown, options: unknown = {}) => call("whatIf", id, edits, options),
    live,
    db: {
      sql: ({raw}: TemplateStringsArray, ...values: unknown[]) =>
        table("sql", sqlText(raw.map(cooked), ...values))
    },
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
