import {
  DuckDBDecimalValue,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBValueConverter,
  type Json,
  JsonDuckDBValueConverter
} from "@duckdb/node-api";

/** Digits that every double keeps. */
const EXACT_DIGITS = 15;

/**
 * Converts a value to JSON: integers and decimals are numbers where a double holds them, and otherwise text; NaN and
 * the infinities are text; days, times and bytes are text as DuckDB writes them; lists and structs are nested.
 */
export const valueToJson: DuckDBValueConverter<Json> = (
  value: DuckDBValue,
  type: DuckDBType,
  converter: DuckDBValueConverter<Json>
) => {
  if (typeof value === "bigint") return integerToJson(value);
  if (value instanceof DuckDBDecimalValue) return decimalToJson(value);
  return JsonDuckDBValueConverter(value, type, converter);
};

function integerToJson(value: bigint): number | string {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value.toString();
}

function decimalToJson(value: DuckDBDecimalValue): number | string {
  const digits = value.value.toString().replace(/^-?0*/, "").length;
  return digits <= EXACT_DIGITS ? Number(value.toString()) : value.toString();
}
