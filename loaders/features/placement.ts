import {sourceTable} from "./columns.ts";
import type {Node} from "./expression.ts";
import type {Feature} from "./feature.ts";
import {type FrameName, GROUPINGS, isDerived, KEYED_PARENTS} from "./frames.ts";
import {AGGREGATES, inOrder, sourceOf} from "./machine/operands.ts";

/** How an executor that works on whole tables lays out the expressions of some features. */
export interface Placement {
  /** All expressions, each after its operands. */
  readonly nodes: readonly Node[];
  /** The column that holds a placed expression. */
  readonly names: ReadonlyMap<Node, string>;
  /** The frames that are needed, raw tables before what is gathered from them. */
  readonly frames: readonly FrameName[];
  /** From the least nested on: the columns that each frame gets, from those of the levels before. */
  readonly levels: readonly ReadonlyMap<FrameName, readonly Node[]>[];
}

/** Tells whether an expression becomes a column of its frame's table; all others are written where they are used. */
export const isPlaced = (n: Node): boolean =>
  AGGREGATES.has(n.op) || n.op === "parent" || n.op === "rank" || n.op === "monthlyRate";

/** Lays out the expressions of features by frame and depth of nesting. */
export function placeFeatures(features: readonly Feature[]): Placement {
  const nodes = inOrder(features.map((f) => f.expression));
  const names = new Map(nodes.map((n, i) => [n, `n${i}`]));
  const depth = new Map<Node, number>();
  for (const n of nodes) {
    const inner = Math.max(0, ...n.args.map((a) => depth.get(a)!));
    depth.set(n, isPlaced(n) ? inner + 1 : inner);
  }
  const placed = nodes.filter(isPlaced);
  const used = new Set(nodes.flatMap((n) => [n.frame, AGGREGATES.has(n.op) ? sourceOf(n) : null]));
  const frames = [...used]
    .filter((frame) => frame !== null)
    .sort((a, b) => Number(isDerived(a)) - Number(isDerived(b)));
  const deepest = placed.reduce((most, n) => Math.max(most, depth.get(n)!), 0);
  const levels = Array.from({length: deepest}, (_, i) => {
    const here = placed.filter((n) => depth.get(n) === i + 1);
    const byFrame = frames.map((frame) => [frame, here.filter((n) => n.frame === frame)] as const);
    return new Map(byFrame.filter(([, own]) => own.length > 0));
  });
  return {nodes, names, frames, levels};
}

/** Names the columns that tell the rows of a frame apart; for a table of months those that tell whose they are. */
export function keysOf(frame: FrameName): string[] {
  if (isDerived(frame)) return ["SK_ID_CURR", ...GROUPINGS[frame].by];
  if (frame === "bureau") return ["SK_ID_BUREAU"];
  if (frame === "previous_application") return ["SK_ID_PREV"];
  return ["SK_ID_CURR"];
}

/** Says by which columns rows of `child` belong to rows of `parent`. */
export function linkKeys(child: FrameName, parent: FrameName): string[] {
  if (parent === "application") return ["SK_ID_CURR"];
  const key = KEYED_PARENTS[sourceTable(child)]?.[parent];
  if (key && !isDerived(parent)) return child === "bureau_balance" ? [key] : ["SK_ID_CURR", key];
  return keysOf(parent);
}

/** Lists the raw columns of a raw table that its expressions, groupings and links read. */
export function columnsRead(frame: FrameName, nodes: readonly Node[]): string[] {
  const columns = new Set([
    "SK_ID_CURR",
    ...keysOf(frame),
    ...Object.values((isDerived(frame) ? undefined : KEYED_PARENTS[frame]) ?? {})
  ]);
  for (const grouping of Object.values(GROUPINGS)) {
    if (grouping.source === frame) for (const key of grouping.by) columns.add(key);
  }
  for (const n of nodes) if (n.op === "column" && n.frame === frame) columns.add(n.column!);
  return [...columns];
}

/** Finds the raw column's owner: the client of a month comes from its loan. */
export const ownerOf = (frame: FrameName, column: string): FrameName =>
  frame === "bureau_balance" && column === "SK_ID_CURR" ? "bureau" : frame;
