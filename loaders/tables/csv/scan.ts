import pl, {type LazyDataFrame} from "nodejs-polars";
import {polarsType} from "../parquet/polarsTypes.ts";
import type {TableSchema} from "../schema/column.ts";

/**
 * Scans a checked CSV file with the declared types. Polars' integers refuse `1.0`, so the columns written that
 * way are read as decimal numbers that hold them exactly, and cast.
 */
export function scanCsvTable(table: TableSchema, path: string, pointed: readonly string[]): LazyDataFrame {
  const isPointed = (name: string) => pointed.includes(name);
  const exact = (dtype: string) => (dtype === "Int32" ? pl.Float64 : pl.Float32);
  const schema = Object.fromEntries(
    table.columns.map(({name, dtype}) => [name, isPointed(name) ? exact(dtype) : polarsType(dtype)])
  );
  const frame = pl.scanCSV(path, {schema, hasHeader: true, ignoreErrors: false, cache: false});
  const casts = table.columns
    .filter(({name}) => isPointed(name))
    .map(({name, dtype}) => pl.col(name).cast(polarsType(dtype), true));
  return casts.length === 0 ? frame : frame.withColumns(...casts);
}
