import pl, {type DataFrame, type Expr, type LazyDataFrame} from "nodejs-polars";
import {declaredColumn} from "../features/columns.ts";
import type {Node} from "../features/expression.ts";
import {GROUPINGS} from "../features/frames.ts";
import {columnsRead, ownerOf} from "../features/placement.ts";
import {possibleRange, rangeOf} from "../tables/cells/cells.ts";
import {readWord} from "../tables/cells/words.ts";
import type {RawTables} from "../tables/open.ts";
import {polarsType} from "../tables/parquet/polarsTypes.ts";
import type {ColumnSchema} from "../tables/schema/column.ts";
import {TABLES} from "../tables/schema/tables.ts";
import type {ClientTable, TableName} from "../types.ts";

/** The seven kinds of raw rows of some clients, each with SK_ID_CURR. */
export type ClientFrames = Readonly<Record<ClientTable, LazyDataFrame>>;

/** The outcome of a client, null when unlabelled; kept beside what expressions read. */
export const TARGET = "TARGET";

/** Names the column that groupings join by: a missing key agrees with another missing one, in Polars it would not. */
export const keyColumn = (name: string): string => (name.startsWith("SK_ID_") ? name : `key ${name}`);
const NO_KEY = -(2 ** 31);

/** Takes the rows of the clients from `first` to `last` out of the raw tables; a table that is missing has no rows. */
export function clientFrames(tables: RawTables["tables"], first: number, last: number): ClientFrames {
  const id = pl.col("SK_ID_CURR");
  const isMeant = id.gtEq(pl.lit(first).cast(pl.Int32)).and(id.ltEq(pl.lit(last).cast(pl.Int32)));
  const of = (table: TableName): LazyDataFrame => tables[table] ?? emptyFrame(table);
  const withClient = (table: TableName): LazyDataFrame => of(table).filter(isMeant);
  const names = TABLES.application_train.columns.map(({name}) => name);
  const test = of("application_test").withColumns(pl.lit(null).cast(pl.Int8).alias(TARGET));
  const application = pl.concat([of("application_train"), test].map((frame) => frame.select(...names)));
  const bureau = withClient("bureau");
  const loans = bureau.select("SK_ID_BUREAU", "SK_ID_CURR");
  return {
    application: application.filter(isMeant),
    bureau,
    bureau_balance: of("bureau_balance").join(loans, {on: "SK_ID_BUREAU", how: "inner"}),
    previous_application: withClient("previous_application"),
    POS_CASH_balance: withClient("POS_CASH_balance"),
    credit_card_balance: withClient("credit_card_balance"),
    installments_payments: withClient("installments_payments")
  };
}

function emptyFrame(table: TableName): LazyDataFrame {
  const schema = Object.fromEntries(TABLES[table].columns.map(({name, dtype}) => [name, polarsType(dtype)]));
  return pl.DataFrame({}, {schema}).lazy();
}

/**
 * Reads the columns of a raw table that expressions need: numbers as Float64, words as codes of the vocabulary, null
 * for the code of missing and for what cannot be.
 */
export function readTable(table: ClientTable, nodes: readonly Node[], frames: ClientFrames): DataFrame {
  const names = [...columnsRead(table, nodes), ...(table === "application" ? [TARGET] : [])];
  const columns = names.map((name) => declaredColumn(ownerOf(table, name), name));
  const read = frames[table].select(...columns.map(cellExpr)).collectSync({engine: "streaming"});
  const words = columns.filter(({kind}) => kind === "category");
  const coded =
    words.length === 0 ? read : read.withColumns(...words.map((column) => codeExpr(column, read)));
  const keys = Object.values(GROUPINGS)
    .flatMap(({source, by}) => (source === table ? by : []))
    .filter((name) => keyColumn(name) !== name);
  if (keys.length === 0) return coded;
  const filled = (name: string) =>
    pl.col(name).fillNull(pl.lit(NO_KEY).cast(pl.Float64)).alias(keyColumn(name));
  return coded.withColumns(...[...new Set(keys)].map(filled));
}

function cellExpr(column: ColumnSchema): Expr {
  const {name, kind, nullCode} = column;
  if (kind === "category" || kind === "id") return pl.col(name);
  const value = pl.col(name).cast(pl.Float64);
  const [low, high] = possibleRange(column);
  const [least, most] = rangeOf(column);
  const limits = [
    ...(nullCode === undefined ? [] : [value.notEquals(pl.lit(nullCode).cast(pl.Float64))]),
    ...(low > least ? [value.gtEq(pl.lit(low).cast(pl.Float64))] : []),
    ...(high < most ? [value.ltEq(pl.lit(high).cast(pl.Float64))] : [])
  ];
  if (limits.length === 0) return value;
  const isPossible = limits.reduce((a, b) => a.and(b));
  return pl.when(isPossible).then(value).otherwise(pl.lit(null)).cast(pl.Float64).alias(name);
}

/** Turns the words of a column into the codes of its vocabulary, null for a word that is not in it. */
function codeExpr(column: ColumnSchema, frame: DataFrame): Expr {
  const found = frame.getColumn(column.name).unique().toArray() as (string | null)[];
  const codes = found.flatMap((text): [string, number][] => {
    const word = text === null ? null : readWord(column, text);
    return word === null || word === undefined ? [] : [[text!, column.categories!.indexOf(word)]];
  });
  const nothing = pl.lit(null).cast(pl.Float64);
  if (codes.length === 0) return nothing.alias(column.name);
  const unknown = -1;
  const code = pl.col(column.name).replaceStrict(
    codes.map(([text]) => text),
    codes.map(([, place]) => place),
    unknown,
    pl.Float64
  );
  const isKnown = code.gtEq(pl.lit(0).cast(pl.Float64));
  return pl.when(isKnown).then(code).otherwise(nothing).alias(column.name);
}
