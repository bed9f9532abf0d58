import {writeFileSync} from "node:fs";
import {Float32, Int8, Int32, makeData, Table, tableToIPC, Vector} from "apache-arrow";
import {PART_BITS, PART_ROWS} from "./partLayout.ts";

/** Some rows of the features as columns. */
export interface FeaturePart {
  ids: Int32Array;
  /** −1 where unlabelled. */
  targets: Int8Array;
  names: readonly string[];
  /** Feature j from j × PART_ROWS on. */
  values: Float32Array;
  /** Feature j from j × PART_BITS on: a bit per row, from the least significant on, set where there is a value. */
  valid: Uint8Array;
}

/** Writes rows as an Arrow file with nulls, which Polars only has to encode. */
export function writePart(path: string, {ids, targets, names, values, valid}: FeaturePart): void {
  const {length} = ids;
  const labelled = new Uint8Array(Math.ceil(length / 8));
  for (let i = 0; i < length; i++) if (targets[i]! >= 0) labelled[i >> 3]! |= 1 << (i & 7);
  const columns: Record<string, Vector> = {
    SK_ID_CURR: new Vector([makeData({type: new Int32(), length, data: ids})]),
    TARGET: new Vector([makeData({type: new Int8(), length, data: targets, nullBitmap: labelled})])
  };
  const type = new Float32();
  names.forEach((name, j) => {
    const data = values.subarray(j * PART_ROWS, j * PART_ROWS + length);
    const nullBitmap = valid.subarray(j * PART_BITS, j * PART_BITS + labelled.length);
    columns[name] = new Vector([makeData({type, length, data, nullBitmap})]);
  });
  writeFileSync(path, tableToIPC(new Table(columns), "file"));
}
