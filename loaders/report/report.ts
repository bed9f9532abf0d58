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

/** Fewer cells say nothing about a share or a median; fewer than FEW, nothing about how a column is spread. */
const ENOUGH = 100;
const FEW = 10;
const MUCH_MORE_MISSING = 0.3;
const OTHER_SIZE = "median outside the middle nine tenths";

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
  const assumptions = [...raw.assumptions, ...history.assumptions, ...tables.flatMap(otherSizes)];
  return {fingerprint, dataAsOf, clients, assumptions, tables};
}

/** Says which columns hold numbers of quite another size than the published tables: they may be in another unit. */
function otherSizes({table, file, rows, columns}: TableReport): Assumption[] {
  return columns.flatMap(({name, unlike, quantiles, reference}) => {
    if (!unlike.includes(OTHER_SIZE)) return [];
    const {unit} = columnOf(TABLES[table], name);
    const medians = `the median ${quantiles!.p50}, in the published tables ${reference!.quantiles!.p50}`;
    const sentence = `Table ${table} (${file}): ${name} has ${medians}; it is read in the unit ${unit}.`;
    return [{table, file, kind: "otherSize" as const, sentence, count: rows}];
  });
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
    unlike: reference ? differences({missingShare, quantiles, reference, rows, given: rows - empty}) : []
  };
}

function namedQuantiles(values: readonly number[]): ReferenceQuantiles | undefined {
  const [p5, p25, p50, p75, p95] = values;
  return p95 === undefined ? undefined : {p5: p5!, p25: p25!, p50: p50!, p75: p75!, p95};
}

/** Names what is unlike the published tables; of few cells only when all of them are. */
function differences(found: {
  missingShare: number;
  quantiles: ReferenceQuantiles | undefined;
  reference: ColumnReference;
  rows: number;
  given: number;
}): string[] {
  const {missingShare, quantiles: own, reference, rows, given} = found;
  const {missing, quantiles} = reference;
  const unlike: string[] = [];
  if (rows >= ENOUGH && Math.abs(missingShare - missing) > MUCH_MORE_MISSING)
    unlike.push("share of missing cells");
  if (own === undefined || quantiles === undefined || given < FEW) return unlike;
  const isInside = (value: number, of: ReferenceQuantiles) => value >= of.p5 && value <= of.p95;
  const isApart = own.p95 < quantiles.p5 || own.p5 > quantiles.p95;
  const isOther = !(isInside(own.p50, quantiles) && isInside(quantiles.p50, own));
  if (given < ENOUGH ? isApart : isOther) unlike.push(OTHER_SIZE);
  return unlike;
}
