import type {ClientTable} from "../../types.ts";
import {type DerivedFrame, type FrameName, GROUPINGS, isDerived, KEYED_PARENTS} from "../frames.ts";
import {type Groups, groupRows} from "./groups.ts";
import type {Chunk} from "./rows.ts";

/** The rows of one chunk by frame, and how the rows of one frame belong to those of another. */
export interface Links {
  size(frame: FrameName): number;
  /** For each row of `child`, the index of its row in `parent`, −1 for none. */
  link(child: FrameName, parent: FrameName): Int32Array;
  /**
   * Where each parent's rows are, when they stand together: parent p has the rows ranges[2p] … ranges[2p + 1] − 1. Null
   * when the rows of some parent are scattered.
   */
  ranges(child: FrameName, parent: FrameName): Int32Array | null;
  /** Number of child rows of each parent row. */
  present(child: FrameName, parent: FrameName): Int32Array;
}

/** Groups and joins the rows of a chunk on demand; every answer is kept for the life of the chunk. */
export function createLinks(chunk: Chunk): Links {
  const kept = new Map<string, Int32Array>();
  const keyValues = new Map<string, Float64Array>();
  const groupings = new Map<DerivedFrame, Groups>();
  const keep = (key: string, make: () => Int32Array): Int32Array => {
    const known = kept.get(key);
    if (known) return known;
    const made = make();
    kept.set(key, made);
    return made;
  };

  function groups(frame: DerivedFrame): Groups {
    const known = groupings.get(frame);
    if (known) return known;
    const {source, by} = GROUPINGS[frame];
    const rows = chunk.tables[source as ClientTable];
    const made = groupRows(
      rows.client,
      by.map((name) => keys(source as ClientTable, name)),
      rows.count
    );
    groupings.set(frame, made);
    return made;
  }

  function keys(table: ClientTable, column: string): Float64Array {
    const name = `${table}.${column}`;
    const known = keyValues.get(name);
    if (known) return known;
    const rows = chunk.tables[table];
    const out = new Float64Array(rows.count);
    rows.fill(column, out);
    keyValues.set(name, out);
    return out;
  }

  function size(frame: FrameName): number {
    return isDerived(frame) ? groups(frame).count : chunk.tables[frame].count;
  }

  function link(child: FrameName, parent: FrameName): Int32Array {
    return keep(`${child}>${parent}`, () => {
      if (isDerived(child)) {
        const {first} = groups(child);
        const source = link(GROUPINGS[child].source, parent);
        return gather(first, source);
      }
      if (isDerived(parent)) return groups(parent).member;
      if (child === "bureau_balance" && parent === "application") {
        const loans = link("bureau_balance", "bureau");
        const {client} = chunk.tables.bureau;
        return gather(loans, client);
      }
      if (parent === "application") return chunk.tables[child].client;
      const key = KEYED_PARENTS[child]?.[parent];
      if (key === undefined) throw new Error(`Rows of ${child} do not belong to rows of ${parent}.`);
      return join(
        keys(child, key),
        chunk.tables[child].client,
        keys(parent, key),
        chunk.tables[parent].client
      );
    });
  }

  function present(child: FrameName, parent: FrameName): Int32Array {
    return keep(`#${child}>${parent}`, () => {
      const counts = new Int32Array(size(parent));
      const rows = link(child, parent);
      for (let i = 0; i < rows.length; i++) if (rows[i]! >= 0) counts[rows[i]!] = counts[rows[i]!]! + 1;
      return counts;
    });
  }

  const known = new Map<string, Int32Array | null>();
  function ranges(child: FrameName, parent: FrameName): Int32Array | null {
    const key = `${child}>${parent}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = knownRanges(child, parent) ?? rangesOf(link(child, parent), size(parent));
    known.set(key, found);
    return found;
  }

  /** Finds ranges that the chunk tells or that grouping has found; what belongs to a loan is told by the loan alone. */
  function knownRanges(child: FrameName, parent: FrameName): Int32Array | undefined {
    if (isDerived(parent)) {
      const {first, isSorted} = groups(parent);
      const isSource = GROUPINGS[parent].source === child;
      return isSorted && isSource ? rangesFrom(first, size(child)) : undefined;
    }
    const isClients = parent === "application" && !isDerived(child) && child !== "bureau_balance";
    return isClients ? chunk.tables[child as ClientTable].ranges : undefined;
  }

  return {size, link, ranges, present};
}

/** Takes values by their indices, −1 where the index is −1. */
function gather(indices: Int32Array, values: Int32Array): Int32Array {
  const out = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) out[i] = indices[i]! < 0 ? -1 : values[indices[i]!]!;
  return out;
}

/** Finds each parent's range of rows; null when the rows of one do not stand together. */
function rangesOf(link: Int32Array, parents: number): Int32Array | null {
  const ranges = new Int32Array(2 * parents);
  for (let i = 0; i < link.length; i++) {
    const p = link[i]!;
    if (p < 0) continue;
    const end = ranges[2 * p + 1]!;
    if (end === 0) ranges[2 * p] = i;
    else if (end !== i) return null;
    ranges[2 * p + 1] = i + 1;
  }
  return ranges;
}

/** Turns the first rows of groups that follow each other into their ranges. */
function rangesFrom(first: Int32Array, rows: number): Int32Array {
  const ranges = new Int32Array(2 * first.length);
  for (let g = 0; g < first.length; g++) {
    ranges[2 * g] = first[g]!;
    ranges[2 * g + 1] = g + 1 < first.length ? first[g + 1]! : rows;
  }
  return ranges;
}

/** Finds, for each child key, the row with the same key and client, −1 for none; a missing key belongs nowhere. */
function join(
  child: Float64Array,
  childClient: Int32Array,
  parent: Float64Array,
  parentClient: Int32Array
): Int32Array {
  const index = new Map<number, number>();
  for (let row = parent.length - 1; row >= 0; row--) index.set(parent[row]!, row);
  const out = new Int32Array(child.length);
  let lastKey = Number.NaN;
  let lastRow = -1;
  for (let i = 0; i < child.length; i++) {
    const key = child[i]!;
    if (key !== lastKey) {
      lastKey = key;
      lastRow = !Number.isNaN(key) ? (index.get(key) ?? -1) : -1;
    }
    out[i] = lastRow >= 0 && parentClient[lastRow] === childClient[i] ? lastRow : -1;
  }
  return out;
}
