import type {DuckDBResult} from "@duckdb/node-api";
import type {AnswerWriter} from "./answer.ts";
import {valueToJson} from "./values.ts";

/** Creates a writer of `{columns: [{name, type}], rows: [[…]], truncated}`; types as DuckDB names them. */
export function createJsonWriter(result: DuckDBResult): AnswerWriter {
  const columns = result.columnNames().map((name, i) => ({name, type: result.columnType(i).toString()}));
  const parts: Buffer[] = [];
  let bytes = 0;
  const push = (text: string) => {
    const part = Buffer.from(text);
    parts.push(part);
    bytes += part.length;
  };
  let between = "";
  push(`{"columns":${JSON.stringify(columns)},"rows":[`);
  return {
    add(chunk, count) {
      const rows = chunk.convertRows(valueToJson).slice(0, count);
      push(between + JSON.stringify(rows).slice(1, -1));
      between = ",";
    },
    bytes: () => bytes,
    finish(truncated) {
      push(`],"truncated":${truncated}}`);
      return Buffer.concat(parts);
    }
  };
}
