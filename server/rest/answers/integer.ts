import {ScorebookError} from "../../../src/core/errors.ts";
import {shown} from "../../../src/core/shown.ts";

/** Parses a whole number out of a query; undefined when it is absent. @throws REQUEST_INVALID */
export function parseInteger(text: unknown, name: string, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const message = `?${name}= is ${shown(text)}; expected an integer from ${least} to ${most}`;
  throw new ScorebookError("REQUEST_INVALID", `${message}.`, [
    {code: "REQUEST_INVALID", path: `?${name}=`, message}
  ]);
}
