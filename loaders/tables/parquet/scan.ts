import pl, {type DataType, type LazyDataFrame} from "nodejs-polars";
import {planColumns} from "../cells/columnPlan.ts";
import type {ColumnSchema, TableSchema} from "../schema/column.ts";
import {polarsType} from "./polarsTypes.ts";

/**
 * Scans a Parquet file with the declared columns in the declared order: found by name in any case, empty where
 * the file lacks them, all others left aside. Once checked, it has the declared types too, and NaN is null.
 */
export function scanParquetTable(
  table: TableSchema,
  path: string,
  values: "checked" | "unchecked" = "checked"
): LazyDataFrame {
  const scanned = pl.scanParquet(path);
  const types = scanned.head(0).collectSync().schema as Record<string, DataType>;
  const names = Object.keys(types);
  const {places} = planColumns(table, names);
  const nameOf = (i: number) => names[places[i]!];
  const isSame = table.columns.every(({name}, i) => nameOf(i) === name);
  const found = isSame
    ? scanned
    : scanned.select(
        ...table.columns.map(({name, dtype}, i) =>
          places[i]! < 0 ? pl.lit(null).cast(polarsType(dtype)).alias(name) : pl.col(nameOf(i)!).alias(name)
        )
      );
  const selected = found.select(pl.col(table.columns.map(({name}) => name)));
  if (values === "unchecked") return selected;
  const isFloat = (name: string) => {
    const i = table.columns.findIndex((column) => column.name === name);
    return places[i]! >= 0 && types[nameOf(i)!]!.variant.startsWith("Float");
  };
  const casts = grouped(table.columns, ({name, dtype}) => `${dtype} ${isFloat(name)}`).map(
    ([{name, dtype}, group]) => {
      const cells = isFloat(name) ? pl.col(group).fillNan(pl.lit(null)) : pl.col(group);
      return cells.cast(polarsType(dtype), true);
    }
  );
  return selected.withColumns(...casts);
}

/** Groups columns that are treated alike: a Polars expression over many columns is much cheaper than many. */
export function grouped(columns: readonly ColumnSchema[], keyOf: (column: ColumnSchema) => string) {
  const groups = new Map<string, [ColumnSchema, string[]]>();
  for (const column of columns) {
    const group = groups.get(keyOf(column)) ?? [column, []];
    group[1].push(column.name);
    groups.set(keyOf(column), group);
  }
  return [...groups.values()];
}
