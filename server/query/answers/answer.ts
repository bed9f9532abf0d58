import type {DuckDBDataChunk, DuckDBResult} from "@duckdb/node-api";
import {ScorebookError} from "../../../src/core/errors.ts";

export type AnswerFormat = "json" | "arrow";

/** A finished answer to a query. */
export interface QueryAnswer {
  body: Buffer;
  rows: number;
  /** Whether there were more rows than the limit. */
  truncated: boolean;
}

/** Writes a result in one format, chunk by chunk. */
export interface AnswerWriter {
  /** Takes the first `rows` rows of a chunk. */
  add(chunk: DuckDBDataChunk, rows: number): void;
  /** How many bytes have come together. */
  bytes(): number;
  finish(truncated: boolean): Buffer;
}

/**
 * Reads a result to its end or to the limit of rows.
 * @throws QUERY_LIMIT when the answer has more than `most.bytes`
 */
export async function writeAnswer(
  result: DuckDBResult,
  writer: AnswerWriter,
  most: {rows: number; bytes: number}
): Promise<QueryAnswer> {
  let rows = 0;
  let truncated = false;
  while (!truncated) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    const taken = Math.min(chunk.rowCount, most.rows - rows);
    truncated = taken < chunk.rowCount;
    if (taken > 0) writer.add(chunk, taken);
    rows += taken;
    if (writer.bytes() > most.bytes)
      throw new ScorebookError(
        "QUERY_LIMIT",
        `The answer is larger than ${most.bytes >> 20} MiB; fewer columns or rows were expected.`
      );
  }
  return {body: writer.finish(truncated), rows, truncated};
}
