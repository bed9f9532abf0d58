import {parseInteger} from "./parameters.ts";

/** Records on one page at most. */
const MOST_RECORDS = 200;
const DEFAULT_RECORDS = 50;

/** What a list of records, newest first, is asked with. */
export const olderPageQuery = {
  before: {type: "integer", minimum: 1, description: "only older ones than this"},
  limit: {type: "integer", minimum: 1, maximum: MOST_RECORDS, default: DEFAULT_RECORDS}
} as const;

/** Describes a page of a list that is called `name`. */
export const olderPage = <N extends string, S extends object>(name: N, items: S) => ({
  description: "A page; next is null on the last one, and otherwise the next page's before",
  type: "object",
  required: [name, "next"],
  properties: {[name]: {type: "array", items}, next: {type: ["integer", "null"]}}
});

/** Reads a page of records: asks for one more than it has, to know whether others follow. @throws REQUEST_INVALID */
export async function readOlder<T extends {id: number}>(
  {before, limit: asked}: {before?: unknown; limit?: unknown},
  read: (page: {before?: number; limit: number}) => Promise<T[]>
): Promise<{page: T[]; next: number | null}> {
  const limit = parseInteger(asked, "limit", 1, MOST_RECORDS) ?? DEFAULT_RECORDS;
  const older = parseInteger(before, "before", 1, Number.MAX_SAFE_INTEGER);
  const found = await read({...(older !== undefined && {before: older}), limit: limit + 1});
  const page = found.slice(0, limit);
  return {page, next: found.length > limit ? page.at(-1)!.id : null};
}
