import {type ClientsRequest, clientsPath} from "./clientsPath.ts";
import {fetchStream} from "./fetchStream.ts";
import {type AnswerTable, type ArrowStream, readTable} from "./readTable.ts";
import {type SqlValue, sqlText} from "./sqlText.ts";

export type {ClientsRequest};

/**
 * Fetches columns of all clients, or of those that a condition holds for, by ascending clientId. Categories are words.
 * @throws ApiError FEATURE_UNKNOWN, which names the nearest columns; QUERY_INVALID for the condition
 */
export const clients = async (request: ClientsRequest = {}): Promise<AnswerTable> =>
  readTable(await fetchClients(request));

/** Fetches the bytes of clients(…). @throws as it does */
export const fetchClients = (request: ClientsRequest): Promise<ArrowStream> =>
  fetchStream(clientsPath(request));

/**
 * Asks one SELECT, as sql`SELECT … WHERE AMT_CREDIT > ${least}`. Values are quoted, lists stand in parentheses.
 * @throws ApiError QUERY_INVALID, QUERY_REFUSED, QUERY_LIMIT; TypeError for a value that cannot be quoted
 */
export const sql = async (
  strings: TemplateStringsArray,
  ...values: readonly SqlValue[]
): Promise<AnswerTable> => readTable(await fetchSql(sqlText(strings, ...values)));

/** Fetches the bytes of the answer to a statement. @throws ApiError as sql does */
export function fetchSql(statement: string): Promise<ArrowStream> {
  return fetchStream("/v1/sql", {
    method: "POST",
    headers: {"content-type": "application/json"},
    body: JSON.stringify({sql: statement})
  });
}
