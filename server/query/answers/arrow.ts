import type {DuckDBResult} from "@duckdb/node-api";
import {type Data, makeData, RecordBatch, Schema, Struct, Table, tableToIPC} from "apache-arrow";
import type {AnswerWriter} from "./answer.ts";
import {createArrowColumn} from "./arrowColumn.ts";

/** Rows of a record batch; a chunk is never cut, so that it may have some more. */
const BATCH_ROWS = 1 << 16;

/** Creates a writer of an Arrow IPC stream; it has a schema even when there is no row. */
export function createArrowWriter(result: DuckDBResult): AnswerWriter {
  const columns = result
    .deduplicatedColumnNames()
    .map((name, i) => createArrowColumn(name, result.columnType(i)));
  const schema = new Schema(columns.map(({field}) => field));
  const batches: RecordBatch[] = [];
  let rows = 0;
  let bytes = 0;

  function flush() {
    const children: Data[] = columns.map((column) => column.take());
    const data = makeData({type: new Struct(schema.fields), length: rows, nullCount: 0, children});
    batches.push(new RecordBatch(schema, data));
    rows = 0;
  }
  return {
    add(chunk, count) {
      columns.forEach((column, i) => {
        bytes += column.add(chunk.getColumnVector(i), count);
      });
      rows += count;
      if (rows >= BATCH_ROWS) flush();
    },
    bytes: () => bytes,
    finish() {
      if (rows > 0) flush();
      return Buffer.from(tableToIPC(new Table(schema, batches), "stream"));
    }
  };
}
