import {fetchCountingRows, fetchHistory, fetchTables} from "../client/clientApi.ts";
import {cutoff, type Edits, explain, features, history, score, whatIf} from "../library/client.ts";
import {type ClientsRequest, fetchClients, fetchSql} from "../library/query.ts";
import {fetchModel} from "../model/servedModel.ts";

/** Answers what a cell asks for by the name of a call. */
export type Calls = Readonly<Record<string, (...args: never[]) => unknown>>;

/**
 * Makes the calls that cells may make, which are the library's own. All of them read; nothing else of the server can
 * be reached from a cell. Arrow tables go as bytes.
 */
export function createCalls({live}: {live: () => void}): Calls {
  return {
    sql: (statement: string) => fetchSql(String(statement)),
    clients: (request: ClientsRequest) => fetchClients(request),
    features,
    model: fetchModel,
    cutoff,
    score,
    explain,
    history,
    whatIf: (id: number, edits: Edits, options?: {fields?: readonly string[]}) => whatIf(id, edits, options),
    tables: fetchTables,
    records: (id: number) => fetchHistory(Number(id)),
    countingRows: (id: number, feature: string) => fetchCountingRows(Number(id), String(feature)),
    live
  };
}

/** Answers one call; a name that is not on the list is refused. Errors are told in the server's own words. */
export async function answerCall(
  calls: Calls,
  name: unknown,
  args: unknown
): Promise<{value: unknown} | {error: string}> {
  if (typeof name !== "string" || !Object.hasOwn(calls, name) || !Array.isArray(args))
    return {error: `There is no call ${String(name)}; expected one of ${Object.keys(calls).join(", ")}.`};
  try {
    return {value: await calls[name]!(...(args as never[]))};
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}
