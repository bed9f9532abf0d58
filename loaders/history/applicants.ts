import type {LazyDataFrame} from "nodejs-polars";
import {CLIENT_TABLE_SCHEMA} from "../tables/schema/tables.ts";
import {readRecordBlocks} from "./blocks.ts";
import {fieldOf, layOut} from "./layout.ts";

/** An application table that was checked: its rows as records where there are some, else as a frame. */
export interface ApplicationTable {
  readonly rows: number;
  readonly records?: string;
  readonly frame: LazyDataFrame;
}

/** Reads the client ids of an application table, in the order of its rows. */
export function readApplicants({rows, records, frame}: ApplicationTable): Int32Array {
  if (records === undefined)
    return frame.select("SK_ID_CURR").collectSync().getColumn("SK_ID_CURR").toTypedArray() as Int32Array;
  const layout = layOut(CLIENT_TABLE_SCHEMA.application);
  const words = layout.width / Int32Array.BYTES_PER_ELEMENT;
  const start = fieldOf(layout, "SK_ID_CURR").offset / Int32Array.BYTES_PER_ELEMENT;
  const ids = new Int32Array(rows);
  let filled = 0;
  readRecordBlocks(records, rows, layout, ({int32}, count) => {
    for (let i = 0, at = start; i < count; i++, at += words) ids[filled++] = int32[at]!;
  });
  return ids;
}
