import {ScorebookError} from "../../src/core/errors.ts";
import {cut, shown} from "../../src/core/shown.ts";

/**
 * Parses a client id out of a URL, digits only. `where` names the place as a caller writes it, e.g. "?ID=".
 * @throws CLIENT_ID_INVALID when it is missing, given twice or not a positive integer; CLIENT_UNKNOWN when no client
 * can have it, because it is too long to be told from its neighbours.
 */
export function parseClientId(text: unknown, where: string): number {
  if (text === undefined) throw invalid(where, "is missing");
  if (Array.isArray(text)) throw invalid(where, `is given ${text.length} times`);
  if (typeof text !== "string" || !/^[1-9]\d*$/.test(text)) throw invalid(where, `is ${shown(text, 40)}`);
  const id = Number(text);
  if (!Number.isSafeInteger(id))
    throw new ScorebookError("CLIENT_UNKNOWN", `There is no client ${cut(text, 40)} in this data set.`);
  return id;
}

/** Checks the request of a socket command, `{clientId}`. @throws CLIENT_ID_INVALID */
export function checkClientId(request: unknown): number {
  const id = (request as {clientId?: unknown} | null | undefined)?.clientId;
  if (id === undefined) throw invalid("/clientId", "is missing");
  if (typeof id !== "number" || !Number.isInteger(id) || id <= 0)
    throw invalid("/clientId", `is ${shown(id, 40)}`);
  return id;
}

function invalid(where: string, what: string): ScorebookError {
  const message = `${where} ${what}; expected one positive integer`;
  return new ScorebookError("CLIENT_ID_INVALID", `${message}, such as 100002.`, [
    {code: "CLIENT_ID_INVALID", path: where, message}
  ]);
}
