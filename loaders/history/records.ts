import {closeSync, openSync, writeSync} from "node:fs";
import {FIELD_ARRAYS, type FieldArray, type RecordLayout} from "./layout.ts";

const RECORDS_AT_ONCE = 1 << 16;

/**
 * Writes records in the given order of rows.
 * @param columnOf gives a field's values for all rows, nulls replaced by what stands for them
 */
export function writeRecords(
  path: string,
  layout: RecordLayout,
  order: Uint32Array,
  columnOf: (name: string) => FieldArray
): void {
  const {width, fields} = layout;
  const columns = order.length === 0 ? [] : fields.map((field) => columnOf(field.name));
  const file = openSync(path, "w");
  try {
    const block = new ArrayBuffer(Math.min(RECORDS_AT_ONCE, order.length) * width);
    for (let first = 0; first < order.length; first += RECORDS_AT_ONCE) {
      const rows = order.subarray(first, first + RECORDS_AT_ONCE);
      fields.forEach(({type, offset}, j) => {
        const view = new FIELD_ARRAYS[type](block);
        scatter(columns[j]!, rows, view, offset / view.BYTES_PER_ELEMENT, width / view.BYTES_PER_ELEMENT);
      });
      const bytes = new Uint8Array(block, 0, rows.length * width);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    }
  } finally {
    closeSync(file);
  }
}

function scatter(from: FieldArray, rows: Uint32Array, to: FieldArray, start: number, stride: number): void {
  for (let i = 0, at = start; i < rows.length; i++, at += stride) to[at] = from[rows[i]!]!;
}
