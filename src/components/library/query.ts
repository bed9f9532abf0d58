import {type AnswerTable, fetchTable} from "./fetchTable.ts";
import {type SqlValue, sqlText} from "./sqlText.ts";

export interface ClientsRequest {
  /** Features, columns of the application, target, and the columns of the table scores; clientId comes by itself. */
  columns: readonly string[];
  /** A condition in SQL on any column of the table clients, such as "CODE_GENDER = 'F' AND app_age < 30". */
  where?: string;
  /** At most so many clients, those of the lowest ids. */
  limit?: number;
}

/**
 * Fetches columns of all clients, or of those that a condition holds for, by ascending clientId. Categories are words.
 * @throws ApiError FEATURE_UNKNOWN, which names the nearest columns; QUERY_INVALID for the condition
 */
export function clients({columns, where, limit}: ClientsRequest): Promise<AnswerTable> {
  const query = new URLSearchParams({columns: columns.join(",")});
  if (where !== undefined) query.set("where", where);
  if (limit !== undefined) query.set("limit", String(limit));
  return fetchTable(`/v1/features.arrow?${query}`);
}

/**
 * Asks one SELECT, as sql`SELECT … WHERE AMT_CREDIT > ${least}`. Values are quoted, lists stand in parentheses.
 * @throws ApiError QUERY_INVALID, QUERY_REFUSED, QUERY_LIMIT; TypeError for a value that cannot be quoted
 */
export function sql(strings: TemplateStringsArray, ...values: readonly SqlValue[]): Promise<AnswerTable> {
  return fetchTable("/v1/sql", {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify({sql: sqlText(strings, ...values)})
  });
}
