import {type Table, tableFromIPC} from "apache-arrow";
import {ApiError, request} from "../api.ts";

/** An Arrow table that says whether the server left out rows beyond its limit. */
export type AnswerTable = Table & {readonly truncated: boolean};

/** What a table that is being made may take, in attempts of the server's 15 seconds each. */
const MOST_ATTEMPTS = 12;
const WAIT_MS = 1000;

/** Fetches an Arrow stream; waits while the server is busy making the tables that it needs. @throws ApiError */
export async function fetchTable(path: string, options: RequestInit = {}): Promise<AnswerTable> {
  const headers = {accept: "application/vnd.apache.arrow.stream", ...options.headers};
  const response = await whenFree(() => request(path, {...options, headers}));
  const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  return Object.assign(table, {truncated: response.headers.get("x-truncated") === "true"});
}

async function whenFree(ask: () => Promise<Response>): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      const isBusy = error instanceof ApiError && error.problem?.code === "QUERY_BUSY";
      if (!isBusy || attempt === MOST_ATTEMPTS) throw error;
      await new Promise((done) => setTimeout(done, WAIT_MS));
    }
  }
}
