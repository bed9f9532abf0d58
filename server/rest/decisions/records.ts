import {ScorebookError} from "../../../src/core/errors.ts";
import {shown} from "../../../src/core/shown.ts";

export const recordParams = {
  type: "object",
  required: ["id"],
  properties: {id: {type: "integer", minimum: 1, description: "a record's place in the chain"}}
} as const;

/** Parses a record's place in the chain out of an address. @throws REQUEST_INVALID */
export function parseRecordId(text: string): number {
  const id = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (id > 0) return id;
  throw invalid(
    "/id",
    `The id is ${shown(text)}; expected a record's place in the chain, a positive integer`
  );
}

/** Parses true or false out of a query; undefined when it is absent. @throws REQUEST_INVALID */
export function parseBoolean(text: unknown, name: string): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === "true" || text === "false") return text === "true";
  throw invalid(`?${name}=`, `?${name}= is ${shown(text)}; expected true or false`);
}

/** Parses one of some words out of a query; undefined when it is absent. @throws REQUEST_INVALID */
export function parseWord<W extends string>(text: unknown, name: string, words: readonly W[]): W | undefined {
  if (text === undefined || words.includes(text as W)) return text as W | undefined;
  throw invalid(`?${name}=`, `?${name}= is ${shown(text)}; expected ${words.join(", ")}`);
}

/** Parses a text out of a query, given once; undefined when it is absent. @throws REQUEST_INVALID */
export function parseText(text: unknown, name: string): string | undefined {
  if (text === undefined || typeof text === "string") return text;
  throw invalid(`?${name}=`, `?${name}= is given ${(text as unknown[]).length} times; expected it once`);
}

const invalid = (path: string, message: string) =>
  new ScorebookError("REQUEST_INVALID", `${message}.`, [{code: "REQUEST_INVALID", path, message}]);
