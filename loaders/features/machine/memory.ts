import type {Node} from "../expression.ts";
import type {FrameName} from "../frames.ts";
import type {Links} from "./links.ts";

/** Where a node's values are: numbers, or 0/1 flags; at least as long as its frame has rows. */
export interface Memory {
  numbers: Float64Array;
  flags: Uint8Array;
}

export interface MemoryPlan {
  of(n: Node): Memory;
  /** Lengthens the arrays where a chunk needs it; tells the most rows of any frame. */
  reserve(links: Links): number;
}

interface Slot extends Memory {
  readonly frame: FrameName | null;
  readonly isFlag: boolean;
  /** What a literal's array is filled with. */
  readonly value: number;
}

/**
 * Gives every node an array. A node that is not kept gives its array back after its last reader has run, so
 * that the arrays in use stay few enough for the cache.
 * @param nodes each after its operands
 * @param operandsOf what a node reads
 */
export function planMemory(
  nodes: readonly Node[],
  operandsOf: (n: Node) => readonly Node[],
  isKept: (n: Node) => boolean
): MemoryPlan {
  const lastReader = new Map<Node, Node>();
  for (const n of nodes) for (const operand of operandsOf(n)) lastReader.set(operand, n);
  const slots: Slot[] = [];
  const free = new Map<string, Slot[]>();
  const placed = new Map<Node, Slot>();
  for (const n of nodes) {
    const kind = `${n.frame} ${n.exactness === "flag"}`;
    const slot = (n.op === "literal" ? undefined : free.get(kind)?.pop()) ?? createSlot(n);
    if (!slots.includes(slot)) slots.push(slot);
    placed.set(n, slot);
    for (const operand of new Set(operandsOf(n))) {
      if (operand.op === "literal" || isKept(operand) || lastReader.get(operand) !== n) continue;
      const given = `${operand.frame} ${operand.exactness === "flag"}`;
      free.set(given, [...(free.get(given) ?? []), placed.get(operand)!]);
    }
  }
  return {of: (n) => placed.get(n)!, reserve: createReserve(slots)};
}

function createSlot(n: Node): Slot {
  return {
    frame: n.frame,
    isFlag: n.exactness === "flag",
    value: n.value ?? 0,
    numbers: new Float64Array(0),
    flags: new Uint8Array(0)
  };
}

function createReserve(slots: readonly Slot[]): (links: Links) => number {
  const byFrame = new Map<FrameName | null, Slot[]>();
  for (const slot of slots) byFrame.set(slot.frame, [...(byFrame.get(slot.frame) ?? []), slot]);
  const capacity = new Map<FrameName | null, number>();
  const lengthen = (frame: FrameName | null, size: number): void => {
    if (size <= (capacity.get(frame) ?? 0)) return;
    capacity.set(frame, grown(size));
    for (const slot of byFrame.get(frame) ?? []) {
      if (slot.isFlag) slot.flags = new Uint8Array(grown(size)).fill(slot.value);
      else slot.numbers = new Float64Array(grown(size)).fill(slot.value);
    }
  };
  return (links) => {
    let largest = 1;
    for (const frame of byFrame.keys()) {
      if (frame === null) continue;
      const size = links.size(frame);
      largest = Math.max(largest, size);
      lengthen(frame, size);
    }
    lengthen(null, largest);
    return largest;
  };
}

/** Rounds a length up to a power of two, so that arrays are seldom made anew. */
export const grown = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(n, 16)));
