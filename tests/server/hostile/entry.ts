import type {ErrorCode} from "../../../src/core/errors.ts";

/** A request that asks for something impossible, and the code of the problem that it is answered with. */
export interface HostileRequest {
  method: "GET" | "POST" | "PUT" | "DELETE" | "PATCH";
  path: string;
  code: ErrorCode;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export const JSON_TYPE = {"content-type": "application/json"};
export const get = (path: string, code: ErrorCode, headers?: Record<string, string>): HostileRequest => ({
  method: "GET",
  path,
  code,
  ...(headers && {headers})
});
export const post = (
  path: string,
  body: unknown,
  code: ErrorCode = "REQUEST_INVALID",
  headers: Record<string, string> = JSON_TYPE
): HostileRequest => ({
  method: "POST",
  path,
  code,
  headers,
  body: typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body)
});

export const CLIENT = 100002;
/** Nests an array so many times. */
export const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
