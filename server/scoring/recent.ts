import type {RowEdit} from "./rowEdits.ts";

/** Keeps what was made last, under keys; the oldest goes first. */
export function createRecent<T>(most: number): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    kept.set(key, made);
    if (kept.size > most) kept.delete(kept.keys().next().value as string);
    return made;
  };
}

/**
 * Names edits of records and features by what they lead to: cells of one row may come in one edit or in several, and in
 * any order, of which the last of a cell counts; rows are added in their order.
 */
export function editsKey(
  rows: readonly RowEdit[],
  features: Readonly<Record<string, number | string | null>>
): string {
  const cells = new Map<string, unknown>();
  const added: object[] = [];
  for (const row of rows) {
    if (row.op === "add") {
      added.push([row.table, row.values]);
      continue;
    }
    const place = JSON.stringify([row.op, row.table, row.index]);
    cells.set(place, null);
    if (row.op === "edit")
      for (const [column, cell] of Object.entries(row.values ?? {})) cells.set(place + column, cell);
  }
  const byName = (a: [string, unknown], b: [string, unknown]) => (a[0] < b[0] ? -1 : 1);
  return JSON.stringify([[...cells].sort(byName), added, Object.entries(features).sort(byName)]);
}
