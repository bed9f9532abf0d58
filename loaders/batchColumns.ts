import {sourceTable} from "./features/columns.ts";
import type {Feature} from "./features/feature.ts";
import {DERIVED_FRAMES, type FrameName, GROUPINGS, KEYED_PARENTS} from "./features/frames.ts";
import {AGGREGATES, inOrder} from "./features/machine/machine.ts";
import type {ClientTable} from "./types.ts";
import {CLIENT_TABLES} from "./types.ts";

/** Lists the raw columns that features read, by table, with the keys that join and group rows. */
export function columnsNeeded(features: readonly Feature[]): Record<ClientTable, string[]> {
  const needed = new Map<ClientTable, Set<string>>(CLIENT_TABLES.map((table) => [table, new Set()]));
  const frames = new Set<FrameName>();
  for (const n of inOrder(features.map((f) => f.expression))) {
    if (n.frame) frames.add(n.frame);
    if (AGGREGATES.has(n.op)) frames.add(n.column as FrameName);
    if (n.op === "column") needed.get(sourceTable(n.frame!))!.add(n.column!);
  }
  for (const [child, parents] of Object.entries(KEYED_PARENTS)) {
    for (const [parent, key] of Object.entries(parents!)) {
      needed.get(child as ClientTable)!.add(key);
      needed.get(parent as ClientTable)!.add(key);
    }
  }
  for (const frame of DERIVED_FRAMES) {
    if (frames.has(frame)) for (const key of GROUPINGS[frame].by) needed.get(sourceTable(frame))!.add(key);
  }
  return Object.fromEntries([...needed].map(([table, names]) => [table, [...names].sort()])) as Record<
    ClientTable,
    string[]
  >;
}
