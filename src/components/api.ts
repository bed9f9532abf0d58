import type {Problem} from "../core/errors.ts";
import {basePath} from "./shell/base.ts";

/** Carries a problem that the server answered with, or none when the server did not answer at all. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(readonly problem: Problem | null) {
    super(problem?.detail ?? "no answer");
  }
}

/** Fetches JSON from the server that the page came from; `path` counts from the site's root. @throws ApiError */
export async function getJson<T>(path: string, {signal}: {signal?: AbortSignal} = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(basePath + path, {headers: {accept: "application/json"}, signal: signal ?? null});
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(null);
  }
  if (response.ok) return (await response.json()) as T;
  throw new ApiError(await readProblem(response));
}

async function readProblem(response: Response): Promise<Problem | null> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return null;
  }
}
