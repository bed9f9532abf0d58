import type {ClientTable} from "../../types.ts";
import {type DerivedFrame, type FrameName, GROUPINGS, isDerived, KEYED_PARENTS} from "../frames.ts";
import type {Chunk} from "./rows.ts";

/** The rows of one chunk by frame, and how the rows of one frame belong to those of another. */
export interface Links {
  size(frame: FrameName): number;
  /** For each row of `child`, the index of its row in `parent`, −1 for none. */
  link(child: FrameName, parent: FrameName): Int32Array;
  /** Where each parent's rows start, when the child's rows stand in the order of their parents; else null. */
  starts(child: FrameName, parent: FrameName): Int32Array | null;
  /** Number of child rows of each parent row. */
  present(child: FrameName, parent: FrameName): Int32Array;
}

interface Groups {
  count: number;
  /** Group of each source row. */
  member: Int32Array;
  /** First source row of each group. */
  first: Int32Array;
}

/** Groups and joins the rows of a chunk on demand; every answer is kept for the life of the chunk. */
export function createLinks(chunk: Chunk): Links {
  const kept = new Map<string, Int32Array>();
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
    const rows = chunk.tables[table];
    const out = new Float64Array(rows.count);
    rows.fill(column, out);
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

  const segments = new Map<string, Int32Array | null>();
  function starts(child: FrameName, parent: FrameName): Int32Array | null {
    const key = `${child}>${parent}`;
    let known = segments.get(key);
    if (known === undefined) {
      known = isAscending(link(child, parent)) ? startsOf(present(child, parent)) : null;
      segments.set(key, known);
    }
    return known;
  }

  return {size, link, starts, present};
}

/** Takes values by their indices, −1 where the index is −1. */
function gather(indices: Int32Array, values: Int32Array): Int32Array {
  const out = new Int32Array(indices.length);
  for (let i = 0; i < indices.length; i++) out[i] = indices[i]! < 0 ? -1 : values[indices[i]!]!;
  return out;
}

/** Tells whether every row has a parent and parents come in ascending order. */
function isAscending(link: Int32Array): boolean {
  for (let i = 0, last = 0; i < link.length; i++) {
    const p = link[i]!;
    if (p < last) return false;
    last = p;
  }
  return true;
}

function startsOf(present: Int32Array): Int32Array {
  const starts = new Int32Array(present.length + 1);
  for (let p = 0; p < present.length; p++) starts[p + 1] = starts[p]! + present[p]!;
  return starts;
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

/** Groups rows that agree in client and all keys, in order of first appearance; missing keys agree with each other. */
function groupRows(client: Int32Array, keys: readonly Float64Array[], count: number): Groups {
  const member = new Int32Array(count);
  const first: number[] = [];
  let index: Map<string, number> | undefined;
  for (let i = 0; i < count; i++) {
    const turn = i === 0 ? 1 : compareRows(client, keys, i, i - 1);
    if (turn === 0) {
      member[i] = member[i - 1]!;
      continue;
    }
    if (turn < 0) index ??= indexOf(client, keys, first);
    const known = index?.get(keyOf(client, keys, i));
    member[i] = known ?? first.length;
    if (known !== undefined) continue;
    index?.set(keyOf(client, keys, i), first.length);
    first.push(i);
  }
  return {count: first.length, member, first: Int32Array.from(first)};
}

/** Compares two rows by client, then by the keys in turn; rows that only ascend need no index. */
function compareRows(client: Int32Array, keys: readonly Float64Array[], a: number, b: number): number {
  if (client[a] !== client[b]) return client[a]! - client[b]!;
  for (const key of keys) {
    if (key[a] === key[b]) continue;
    const isMissing = Number.isNaN(key[a]!);
    if (isMissing && Number.isNaN(key[b]!)) continue;
    if (isMissing || Number.isNaN(key[b]!)) return -1;
    return key[a]! - key[b]!;
  }
  return 0;
}

const keyOf = (client: Int32Array, keys: readonly Float64Array[], row: number): string =>
  `${client[row]} ${keys.map((key) => key[row]).join(" ")}`;

function indexOf(
  client: Int32Array,
  keys: readonly Float64Array[],
  first: readonly number[]
): Map<string, number> {
  return new Map(first.map((row, group) => [keyOf(client, keys, row), group]));
}
