import {ScorebookError} from "../../../src/core/errors.ts";
import {shown} from "../../../src/core/shown.ts";

/** Parses a whole number out of a query; undefined when it is absent. @throws REQUEST_INVALID */
export function parseInteger(text: unknown, name: string, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw invalidParameter(name, `${shown(text)}; expected an integer from ${least} to ${most}`);
}

/** Makes the error of a query parameter; `what` says what it is and what was expected. */
export function invalidParameter(name: string, what: string): ScorebookError {
  const path = `?${name}=`;
  const message = `${path} is ${what}`;
  return new ScorebookError("REQUEST_INVALID", `${message}.`, [{code: "REQUEST_INVALID", path, message}]);
}
