import {
  type DuckDBEnumType,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBVector
} from "@duckdb/node-api";
import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  makeData,
  TimestampMicrosecond,
  Uint8,
  Uint16,
  Uint32,
  Utf8,
  type Vector,
  vectorFromArray
} from "apache-arrow";
import {ScorebookError} from "../../../src/core/errors.ts";
import {valueToJson} from "./values.ts";

/** One column of an answer on its way to Arrow. */
export interface ArrowColumn {
  readonly field: Field;
  /** Takes the first `count` values of a vector, whose memory may then go; tells about how many bytes they need. */
  add(vector: DuckDBVector, count: number): number;
  /** Gives what has come together since the last time. */
  take(): Data;
}

type Cells =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array;
/** DuckDB's own arrays. Its public getter makes a BigInt for each value that may be null. */
interface Raw {
  items: Cells;
  validity: {data: BigUint64Array | null; offset: number};
}
const INITIAL = 1 << 16;
/** What a value that is taken by itself needs at least. */
const VALUE_BYTES = 8;

/**
 * Creates a column of the Arrow type that holds what DuckDB's does: words of an ENUM as a dictionary, integers wider
 * than 32 bits and decimals as doubles, days and moments as such, and everything nested or rare as JSON text.
 */
export function createArrowColumn(name: string, type: DuckDBType): ArrowColumn {
  const {typeId} = type;
  switch (typeId) {
    case DuckDBTypeId.TINYINT:
      return createRawColumn(name, new Int8(), Int8Array);
    case DuckDBTypeId.SMALLINT:
      return createRawColumn(name, new Int16(), Int16Array);
    case DuckDBTypeId.INTEGER:
      return createRawColumn(name, new Int32(), Int32Array);
    case DuckDBTypeId.UTINYINT:
      return createRawColumn(name, new Uint8(), Uint8Array);
    case DuckDBTypeId.USMALLINT:
      return createRawColumn(name, new Uint16(), Uint16Array);
    case DuckDBTypeId.UINTEGER:
      return createRawColumn(name, new Uint32(), Uint32Array);
    case DuckDBTypeId.FLOAT:
      return createRawColumn(name, new Float32(), Float32Array);
    case DuckDBTypeId.DOUBLE:
      return createRawColumn(name, new Float64(), Float64Array);
    case DuckDBTypeId.DATE:
      return createRawColumn(name, new DateDay(), Int32Array);
    case DuckDBTypeId.TIMESTAMP:
      return createRawColumn(name, new TimestampMicrosecond(), BigInt64Array);
    case DuckDBTypeId.TIMESTAMP_TZ:
      return createRawColumn(name, new TimestampMicrosecond("UTC"), BigInt64Array);
    case DuckDBTypeId.ENUM:
      return createEnumColumn(name, type as DuckDBEnumType);
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
    case DuckDBTypeId.UHUGEINT:
    case DuckDBTypeId.DECIMAL:
      return createValueColumn(name, new Float64(), (value) => toDouble(name, value));
    case DuckDBTypeId.BOOLEAN:
      return createValueColumn(name, new Bool(), (value) => value);
    case DuckDBTypeId.VARCHAR:
      return createValueColumn(name, new Utf8(), (value) => value);
    default:
      return createValueColumn(name, new Utf8(), (value) => {
        const json = valueToJson(value, type, valueToJson);
        return typeof json === "string" ? json : JSON.stringify(json);
      });
  }
}

/** A column whose values are copied as they lie. */
function createRawColumn(
  name: string,
  type: DataType,
  ArrayType: {new (length: number): Cells; readonly BYTES_PER_ELEMENT: number},
  dictionary?: Vector<Utf8>
): ArrowColumn {
  let cells = new ArrayType(INITIAL);
  let valid = new Uint8Array(INITIAL / 8).fill(255);
  let length = 0;
  let nullCount = 0;

  function reserve(more: number) {
    if (length + more <= cells.length) return;
    const wider = new ArrayType(2 * cells.length);
    wider.set(cells as never);
    const validWider = new Uint8Array(2 * valid.length).fill(255);
    validWider.set(valid);
    cells = wider;
    valid = validWider;
  }
  return {
    field: new Field(name, type, true),
    add(vector, count) {
      reserve(count);
      const {items, validity} = vector as unknown as Raw;
      cells.set(items.subarray(0, count) as never, length);
      const {data, offset} = validity;
      if (data) {
        const bits = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
        for (let i = 0; i < count; i++) {
          const at = offset + i;
          if (bits[at >> 3]! & (1 << (at & 7))) continue;
          const to = length + i;
          valid[to >> 3]! &= ~(1 << (to & 7));
          nullCount++;
        }
      }
      length += count;
      return count * ArrayType.BYTES_PER_ELEMENT;
    },
    take() {
      const taken = makeData({
        type,
        length,
        nullCount,
        data: cells.slice(0, length),
        ...(nullCount > 0 && {nullBitmap: valid.slice(0, Math.ceil(length / 8))}),
        ...(dictionary && {dictionary})
      } as never);
      valid.fill(255);
      length = 0;
      nullCount = 0;
      return taken as Data;
    }
  };
}

function createEnumColumn(name: string, {values}: DuckDBEnumType): ArrowColumn {
  const words = vectorFromArray(values, new Utf8());
  const narrow = values.length <= 1 << 8;
  const wide = values.length > 1 << 16;
  const index = narrow ? new Uint8() : wide ? new Uint32() : new Uint16();
  const ArrayType = narrow ? Uint8Array : wide ? Uint32Array : Uint16Array;
  return createRawColumn(name, new Dictionary(new Utf8(), index), ArrayType, words);
}

/** A column whose values are taken one by one. */
function createValueColumn(
  name: string,
  type: DataType,
  convert: (value: NonNullable<DuckDBValue>) => unknown
): ArrowColumn {
  let values: unknown[] = [];
  return {
    field: new Field(name, type, true),
    add(vector, count) {
      let bytes = 0;
      for (let i = 0; i < count; i++) {
        const value = vector.getItem(i) as DuckDBValue;
        const converted = value === null ? null : convert(value);
        values.push(converted);
        bytes += VALUE_BYTES + (typeof converted === "string" ? converted.length : 0);
      }
      return bytes;
    },
    take() {
      const [taken] = vectorFromArray(values, type).data;
      values = [];
      return taken as Data;
    }
  };
}

function toDouble(name: string, value: NonNullable<DuckDBValue>): number {
  if (typeof value !== "bigint") return Number(String(value));
  const near = Number(value);
  if (Number.isSafeInteger(near)) return near;
  throw new ScorebookError(
    "QUERY_INVALID",
    `The column ${name} holds ${value}, which a double cannot hold; cast it, for example to VARCHAR.`
  );
}
