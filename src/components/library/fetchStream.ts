import {request} from "../api.ts";
import type {ArrowStream} from "./readTable.ts";
import {whenFree} from "./whenFree.ts";

/** Fetches the bytes of an Arrow stream; waits while the server is busy making the tables that it needs. @throws ApiError */
export async function fetchStream(path: string, options: RequestInit = {}): Promise<ArrowStream> {
  const headers = {accept: "application/vnd.apache.arrow.stream", ...options.headers};
  const response = await whenFree(() => request(path, {...options, headers}));
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {bytes, truncated: response.headers.get("x-truncated") === "true"};
}
