import type {HistoryFacts} from "../history/write.ts";
import type {Assumption} from "../tables/assumptions.ts";
import {expectedCell} from "../tables/cells/cells.ts";
import type {ColumnFacts, FileFacts} from "../tables/check/facts.ts";
import type {RawTables} from "../tables/open.ts";
import type {ColumnSchema} from "../tables/schema/column.ts";
import {columnOf, TABLES} from "../tables/schema/tables.ts";
import type {ClientTable, TableName} from "../types.ts";
import {type ColumnReference, type Reference, type ReferenceQuantiles, referenceOf} from "./reference.ts";

/** One column of a table as it was read, beside what is declared and what the published tables hold. */
export interface ColumnReport extends Omit<ColumnFacts, "quantiles"> {
  /** What the schema expects of a cell. */
  readonly expected: string;
  /** 0–1; cells that count as missing included. */
  readonly missingShare: number;
  readonly quantiles?: ReferenceQuantiles;
  readonly reference?: ColumnReference;
  /** In what way it is unlike the published tables. */
  readonly unlike: readonly string[];
}

export interface TableReport {
  readonly table: TableName;
  readonly file: string;
  readonly rows: number;
  /** Clients who have rows of this kind; both application tables count as one kind. */
  readonly clients: number;
  /** Rows of this kind that belong to no client with an application, left out. */
  readonly rowsWithoutClient: number;
  readonly columns: readonly ColumnReport[];
}

/** data/<set>/report.json: how the raw tables were understood. */
export interface DataReport {
  readonly fingerprint: string;
  readonly dataAsOf: string;
  readonly clients: number;
  readonly assumptions: readonly Assumption[];
  readonly tables: readonly TableReport[];
}

/** Fewer cells say nothing about how a column is spread. */
const ENOUGH = 100;
const MUCH_MORE_MISSING = 0.3;

/** Compares what was counted of the tables with the schema and, where it is known, with the published tables. */
export function makeReport(
  raw: Pick<RawTables, "fingerprint" | "dataAsOf" | "assumptions">,
  history: HistoryFacts,
  clients: number,
  reference: Reference
): DataReport {
  const tables = history.files.map((file) => {
    const kind = clientTable(file.table);
    const {clients: present, strangers} = history.tables[kind];
    const columns = file.columns.map((found) => {
      const column = columnOf(TABLES[file.table], found.name);
      return columnReport(column, file, found, referenceOf(reference, file.table, found.name));
    });
    const {table, rows} = file;
    return {table, file: file.file, rows, clients: present, rowsWithoutClient: strangers, columns};
  });
  const {fingerprint, dataAsOf} = raw;
  return {fingerprint, dataAsOf, clients, assumptions: [...raw.assumptions, ...history.assumptions], tables};
}

const clientTable = (table: TableName): ClientTable =>
  table === "application_train" || table === "application_test" ? "application" : table;

function columnReport(
  column: ColumnSchema,
  {rows}: FileFacts,
  {quantiles: values, ...facts}: ColumnFacts,
  reference: ColumnReference | undefined
): ColumnReport {
  const empty = facts.missing + facts.impossible + (facts.unknownRows ?? 0);
  const missingShare = rows === 0 ? 0 : empty / rows;
  const quantiles = namedQuantiles(values);
  return {
    ...facts,
    expected: expectedCell(column),
    missingShare,
    ...(quantiles && {quantiles}),
    ...(reference && {reference}),
    unlike: reference && rows - empty >= ENOUGH ? differences(missingShare, quantiles, reference) : []
  };
}

function namedQuantiles(values: readonly number[]): ReferenceQuantiles | undefined {
  const [p5, p25, p50, p75, p95] = values;
  return p95 === undefined ? undefined : {p5: p5!, p25: p25!, p50: p50!, p75: p75!, p95};
}

function differences(
  missingShare: number,
  own: ReferenceQuantiles | undefined,
  {missing, quantiles}: ColumnReference
): string[] {
  const found: string[] = [];
  if (Math.abs(missingShare - missing) > MUCH_MORE_MISSING) found.push("share of missing cells");
  const isInside = (value: number, of: ReferenceQuantiles) => value >= of.p5 && value <= of.p95;
  if (own && quantiles && !(isInside(own.p50, quantiles) && isInside(quantiles.p50, own)))
    found.push("median outside the middle nine tenths");
  return found;
}
