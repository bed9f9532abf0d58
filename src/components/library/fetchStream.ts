import {ApiError, request} from "../api.ts";
import type {ArrowStream} from "./readTable.ts";

/** What a table that is being made may take, in attempts of the server's 15 seconds each. */
const MOST_ATTEMPTS = 12;
const WAIT_MS = 1000;

/** Fetches the bytes of an Arrow stream; waits while the server is busy making the tables that it needs. @throws ApiError */
export async function fetchStream(path: string, options: RequestInit = {}): Promise<ArrowStream> {
  const headers = {accept: "application/vnd.apache.arrow.stream", ...options.headers};
  const response = await whenFree(() => request(path, {...options, headers}));
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {bytes, truncated: response.headers.get("x-truncated") === "true"};
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
