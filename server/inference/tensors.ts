import {shown} from "../../src/core/shown.ts";
import {invalidRequest} from "../rest/problems.ts";

/** A tensor as JSON gives it: elements in row-major order, flat or nested by dimension. */
export interface Tensor {
  name: string;
  shape: readonly number[];
  datatype: string;
  data: readonly unknown[];
}

/** Values of a batch: `columns` of them a row. */
export interface Rows {
  rows: number;
  columns: number;
  values: (number | string | null)[];
}

const INTEGERS: Record<string, [least: number, greatest: number]> = {
  INT8: [-(2 ** 7), 2 ** 7 - 1],
  INT16: [-(2 ** 15), 2 ** 15 - 1],
  INT32: [-(2 ** 31), 2 ** 31 - 1],
  INT64: [-(2 ** 63), 2 ** 63],
  UINT8: [0, 2 ** 8 - 1],
  UINT16: [0, 2 ** 16 - 1],
  UINT32: [0, 2 ** 32 - 1],
  UINT64: [0, 2 ** 64]
};
const FLOATS: Record<string, (value: number) => number> = {
  FP32: Math.fround,
  FP64: (value) => value
};
/** What tensors may hold here; FP16 has no settled form in JSON. */
export const DATATYPES = ["BOOL", ...Object.keys(INTEGERS), ...Object.keys(FLOATS), "BYTES"] as const;

/** So many rows are answered in one turn of the event loop. */
export const MOST_ROWS = 1000;

/**
 * Reads a tensor of one or two dimensions as rows. Booleans become 0 and 1, FP32 is rounded to it, null is a missing value.
 * @param path where the tensor is in the request, for the error
 * @throws REQUEST_INVALID when shape, type and data do not fit each other
 */
export function readTensor({shape, datatype, data}: Tensor, path: string): Rows {
  const [rows = 0, columns = 1] = shape;
  if (shape.length < 1 || shape.length > 2 || rows < 1 || columns < 1)
    throw invalid(`${path}/shape`, `is ${shown(shape)}; expected one or two dimensions of at least 1`);
  if (rows > MOST_ROWS)
    throw invalid(`${path}/shape`, `has ${rows} rows; expected at most ${MOST_ROWS} in one request`);
  const read = elementReader(datatype);
  if (!read) throw invalid(`${path}/datatype`, `is ${shown(datatype)}; expected ${DATATYPES.join(", ")}`);
  const flat = flatten(data, shape, path);
  if (flat.length !== rows * columns)
    throw invalid(
      `${path}/data`,
      `has ${flat.length} elements; expected ${rows * columns}, as the shape ${shown(shape)} says`
    );
  const values = flat.map((element, i) => {
    const value = element === null ? null : read(element);
    if (value === undefined)
      throw invalid(`${path}/data/${i}`, `is ${shown(element)}; expected ${datatype}, or null for missing`);
    return value;
  });
  return {rows, columns, values};
}

/** Answers a function that reads an element, undefined where it is none of the type. */
function elementReader(datatype: string): ((element: unknown) => number | string | undefined) | undefined {
  if (datatype === "BYTES") return (element) => (typeof element === "string" ? element : undefined);
  if (datatype === "BOOL") return (element) => (typeof element === "boolean" ? Number(element) : undefined);
  const round = Object.hasOwn(FLOATS, datatype) ? FLOATS[datatype] : undefined;
  if (round) return (element) => (typeof element === "number" ? finite(round(element)) : undefined);
  const bounds = Object.hasOwn(INTEGERS, datatype) ? INTEGERS[datatype] : undefined;
  if (!bounds) return undefined;
  const [least, greatest] = bounds;
  return (element) =>
    typeof element === "number" && Number.isInteger(element) && element >= least && element <= greatest
      ? element
      : undefined;
}

const finite = (value: number) => (Number.isFinite(value) ? value : undefined);

/** Lays nested data flat; each level must be as long as its dimension. */
function flatten(data: readonly unknown[], shape: readonly number[], path: string): readonly unknown[] {
  if (!data.some(Array.isArray)) return data;
  const [rows, columns = 1] = shape;
  const isRegular = data.length === rows && data.every((row) => Array.isArray(row) && row.length === columns);
  if (isRegular) return (data as unknown[][]).flat();
  throw invalid(`${path}/data`, `is nested otherwise than the shape ${shown(shape)} says`);
}

export const invalid = (path: string, message: string) => invalidRequest("request", [{path, message}]);
