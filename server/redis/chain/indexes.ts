import type {ChainRecord} from "../../audit/record.ts";
import type {RecordFilter} from "../../audit/store.ts";

/** Names what a record is found by. */
export function indexesOf({kind, by, body}: ChainRecord): string[] {
  const indexes = [`kind:${kind}`, `by:${by.name}`];
  if (typeof body.clientId === "number") indexes.push(`client:${body.clientId}`);
  if (body.override !== undefined) indexes.push(`override:${isOverride(body.override)}`);
  return indexes;
}

const isOverride = (value: unknown): boolean => typeof value === "object" && value !== null;

/** Words a search as indexes: of each list one must have the record. */
export function conditionsOf({kinds, clientId, by, overrides}: RecordFilter): string[][] {
  const conditions: string[][] = [];
  if (kinds) conditions.push(kinds.map((kind) => `kind:${kind}`));
  if (clientId !== undefined) conditions.push([`client:${clientId}`]);
  if (by !== undefined) conditions.push([`by:${by}`]);
  if (overrides !== undefined) conditions.push([`override:${overrides}`]);
  return conditions;
}
