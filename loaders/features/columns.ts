import type {ColumnSchema} from "../tables/schema/column.ts";
import {CLIENT_TABLE_SCHEMA, columnOf} from "../tables/schema/tables.ts";
import type {ClientTable} from "../types.ts";
import {column, type Exactness, type Num} from "./expression.ts";
import {type FrameName, GROUPINGS, isDerived} from "./frames.ts";

/** Finds the raw table that a frame's own columns come from. */
export function sourceTable(frame: FrameName): ClientTable {
  return isDerived(frame) ? sourceTable(GROUPINGS[frame].source) : frame;
}

/** Finds a raw column's declaration. @throws RangeError when the table has none of that name. */
export const declaredColumn = (frame: FrameName, name: string): ColumnSchema =>
  columnOf(CLIENT_TABLE_SCHEMA[sourceTable(frame)], name);

function exactnessOf({kind, unit}: ColumnSchema): Exactness {
  if (kind === "category") return "category";
  if (kind === "number") return unit === "currency" ? "amount" : "real";
  return "integer";
}

/** Gives the columns of a raw table as expressions, each with the exactness that the schema declares. */
export const columnsOf =
  (table: ClientTable) =>
  (name: string): Num =>
    column(table, name, exactnessOf(declaredColumn(table, name)));
