import {postJson} from "../api.ts";
import {whenFree} from "./whenFree.ts";

/** Fetches the few rows of a statement that sums up, as JSON, for which no reader of Arrow is loaded. @throws ApiError as sql does */
export async function fetchRows<Row>(statement: string): Promise<Row[]> {
  const {rows} = await whenFree(() => postJson<{rows: Row[]}>("/v1/sql", {sql: statement}));
  return rows;
}
