import {ApiError, getJson} from "../api.ts";
import {basePath} from "../shell/base.ts";

/** Answers what a cell asks for by the name of a call. */
export type Calls = Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>;

const ARROW = "application/vnd.apache.arrow.stream";

async function post(path: string, body: unknown, accept: string): Promise<Response> {
  const init = {
    method: "POST",
    headers: {"content-type": "application/json", accept},
    body: JSON.stringify(body)
  };
  const response = await fetch(basePath + path, init).catch(() => {
    throw new ApiError(null);
  });
  if (!response.ok) throw new ApiError(await response.json().catch(() => null));
  return response;
}

const client = (id: unknown): string => `/v1/clients/${encodeURIComponent(String(id))}`;

/** Makes the calls that cells may make. All of them read; nothing else of the server can be reached from a cell. */
export function createCalls({live}: {live: () => void}): Calls {
  return {
    sql: async (sql) => new Uint8Array(await (await post("/v1/sql", {sql}, ARROW)).arrayBuffer()),
    features: async () => (await getJson<{features: unknown}>("/v1/features")).features,
    model: () => getJson("/v1/model"),
    score: (id) => getJson(`${client(id)}/score`),
    explain: (id) => getJson(`${client(id)}/explanation`),
    history: (id) => getJson(`${client(id)}/history`),
    whatIf: async (id, edits) => (await post(`${client(id)}/what-if`, edits, "application/json")).json(),
    live: async () => live()
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
    return {value: await calls[name]!(...args)};
  } catch (error) {
    return {error: error instanceof Error ? error.message : String(error)};
  }
}
