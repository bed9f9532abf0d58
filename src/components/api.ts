import type {Problem} from "../core/errors.ts";
import {basePath} from "./shell/base.ts";
import {leadToSignIn} from "./shell/signIn.ts";

/** Carries a problem that the server answered with, or none when the server did not answer at all. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(readonly problem: Problem | null) {
    super(problem?.detail ?? "The server did not answer.");
  }
}

/**
 * Asks the server that the page came from; `path` counts from the site's root. Where it does not know any more who asks,
 * the page leads to signing in.
 * @throws ApiError unless it answers 2xx
 */
export async function request(path: string, options: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(basePath + path, options);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(null);
  }
  if (response.ok) return response;
  if (response.status === 401) leadToSignIn();
  throw new ApiError(await readProblem(response));
}

const JSON_TYPE = "application/json";

/** Fetches JSON. @throws ApiError */
export async function getJson<T>(path: string, {signal}: {signal?: AbortSignal} = {}): Promise<T> {
  const response = await request(path, {headers: {accept: JSON_TYPE}, signal: signal ?? null});
  return (await response.json()) as T;
}

/** Sends JSON, with `more` headers, and reads the JSON that it is answered with. @throws ApiError */
export async function postJson<T>(
  path: string,
  body: unknown,
  more: Record<string, string> = {}
): Promise<T> {
  const headers = {accept: JSON_TYPE, "content-type": JSON_TYPE, ...more};
  const response = await request(path, {method: "POST", headers, body: JSON.stringify(body)});
  return (await response.json()) as T;
}

async function readProblem(response: Response): Promise<Problem | null> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return null;
  }
}
