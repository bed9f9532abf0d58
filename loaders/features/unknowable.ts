import type {ClientTable} from "../types.ts";
import {sourceTable} from "./columns.ts";
import type {Node} from "./expression.ts";
import type {Feature} from "./feature.ts";

/** Columns that the tables of a data set came without. */
export type AbsentColumns = Partial<Record<ClientTable, readonly string[]>>;

/**
 * Tells for each feature whether it reads a column that a table of history came without. Such a feature is missing for
 * everyone: "none of 10 applications was refused" would be a fact that nobody knows. What the application leaves out
 * counts as empty cells do, since features of it say so of each figure.
 */
export function unknowable(features: readonly Feature[], absent: AbsentColumns): boolean[] {
  const isAbsent = (n: Node): boolean => {
    if (n.op !== "column" || !n.frame || !n.column) return false;
    const table = sourceTable(n.frame);
    return table !== "application" && (absent[table]?.includes(n.column) ?? false);
  };
  const known = new Map<Node, boolean>();
  const reads = (n: Node): boolean => {
    const before = known.get(n);
    if (before !== undefined) return before;
    const found = isAbsent(n) || n.args.some(reads);
    known.set(n, found);
    return found;
  };
  return features.map(({expression}) => reads(expression));
}

/** Collects the absent columns of an index of tables. */
export const absentColumns = (
  tables: Readonly<Partial<Record<ClientTable, {readonly absent: readonly string[]}>>>
): AbsentColumns =>
  Object.fromEntries(
    Object.entries(tables).flatMap(([name, {absent}]) => (absent.length > 0 ? [[name, absent]] : []))
  );
