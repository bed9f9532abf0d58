import pl, {type DataType} from "nodejs-polars";
import type {ColumnType} from "../schema/column.ts";

const TYPES: Record<ColumnType, DataType> = {
  Int8: pl.Int8,
  Int16: pl.Int16,
  Int32: pl.Int32,
  Float64: pl.Float64,
  String: pl.Utf8
};

/** Converts a declared type to the Polars type. */
export function polarsType(type: ColumnType): DataType {
  return TYPES[type];
}
