import type {Cell, NotebookChange} from "../schema/notebook.ts";

/** What a change is about: title and cells, in their order. */
export interface Content {
  title: string;
  cells: readonly Cell[];
}

/** How one content differs from another; `order` names every cell. */
export interface Difference {
  title: string;
  set: Cell[];
  removed: string[];
  order: string[];
}

/**
 * Makes the content that a change leads to. The last writer of a cell wins, and no cell is lost for not being known
 * to who sent the change: what `order` does not name stays behind the cell that it follows.
 */
export function applyChange({title, cells}: Content, change: Omit<NotebookChange, "id">): Content {
  const removed = new Set(change.remove ?? []);
  const byId = new Map(cells.filter(({id}) => !removed.has(id)).map((cell) => [cell.id, cell]));
  for (const cell of change.set ?? []) byId.set(cell.id, {...cell, by: change.by});
  const order = mergeOrder(change.order ?? [], [...byId.keys()]);
  return {title: change.title ?? title, cells: order.map((id) => byId.get(id) as Cell)};
}

/** Sorts the known ids as wanted; each that nobody sorted comes right after the one that it follows in `known`. */
export function mergeOrder(wanted: readonly string[], known: readonly string[]): string[] {
  const here = new Set(known);
  const order = [...new Set(wanted)].filter((id) => here.has(id));
  const sorted = new Set(order);
  known.forEach((id, i) => {
    if (sorted.has(id)) return;
    order.splice(i === 0 ? 0 : order.indexOf(known[i - 1] as string) + 1, 0, id);
  });
  return order;
}

/** Tells how a content differs from an earlier one. */
export function differenceOf(before: Content, after: Content): Difference {
  const old = new Map(before.cells.map((cell) => [cell.id, cell]));
  const order = after.cells.map(({id}) => id);
  const isSame = (a: Cell | undefined, b: Cell) =>
    a !== undefined && a.mode === b.mode && a.value === b.value && a.output === b.output && a.by === b.by;
  return {
    title: after.title,
    set: after.cells.filter((cell) => !isSame(old.get(cell.id), cell)),
    removed: before.cells.map(({id}) => id).filter((id) => !order.includes(id)),
    order
  };
}

/** Tells what to send so that `known` becomes `ours`; null when they are the same. */
export function changeOf(known: Content, ours: Content): Omit<NotebookChange, "id" | "by"> | null {
  const {title, set, removed, order} = differenceOf(known, ours);
  const here = new Set(order);
  const kept = known.cells.map(({id}) => id).filter((id) => here.has(id));
  const isNewOrder = order.length !== kept.length || order.some((id, i) => id !== kept[i]);
  if (title === known.title && set.length + removed.length === 0 && !isNewOrder) return null;
  return {
    ...(title !== known.title && {title}),
    ...(set.length > 0 && {set}),
    ...(removed.length > 0 && {remove: removed}),
    ...(isNewOrder && {order})
  };
}

/** Puts what we changed since `known` upon what others have made of it since. */
export function rebase(known: Content, ours: Content, theirs: Content, by: string): Content {
  const change = changeOf(known, ours);
  return change ? applyChange(theirs, {...change, by}) : theirs;
}
