import type {Node} from "../expression.ts";
import type {FrameName} from "../frames.ts";
import type {Links} from "./links.ts";

/** Where a node's values are: numbers, or 0/1 flags; at least as long as its frame has rows. */
export interface Memory {
  numbers: Float64Array;
  flags: Uint8Array;
  /** The first byte of them in the arrays' buffer. */
  at: number;
}

/** Gives room for so many bytes; where it is has to be asked again after more was given. */
export type Allocate = (bytes: number) => () => {buffer: ArrayBuffer; at: number};

/** Gives every array a buffer of its own. */
export const allocateApart: Allocate = (bytes) => {
  const buffer = new ArrayBuffer(bytes);
  return () => ({buffer, at: 0});
};

export interface MemoryPlan {
  of(n: Node): Memory;
  /** Gives one more array with a number for each row of a frame, or of the longest; before anything is reserved. */
  more(frame: FrameName | null): Memory;
  /** Lengthens the arrays where a chunk needs it; tells the most rows of any frame. */
  reserve(links: Links): number;
}

interface Slot extends Memory {
  readonly frame: FrameName | null;
  readonly isFlag: boolean;
  /** What a literal's array is filled with. */
  readonly value: number;
  length: number;
  place: ReturnType<Allocate>;
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
  isKept: (n: Node) => boolean,
  allocate: Allocate = allocateApart
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
  const more = (frame: FrameName | null): Memory => {
    const slot = createSlot({frame, exactness: "integer"});
    slots.push(slot);
    return slot;
  };
  return {of: (n) => placed.get(n)!, more, reserve: createReserve(slots, allocate)};
}

function createSlot({frame, exactness, value = 0}: Pick<Node, "frame" | "exactness" | "value">): Slot {
  return {
    frame,
    isFlag: exactness === "flag",
    value,
    length: 0,
    place: allocateApart(0),
    numbers: new Float64Array(0),
    flags: new Uint8Array(0),
    at: 0
  };
}

function createReserve(slots: readonly Slot[], allocate: Allocate): (links: Links) => number {
  const capacity = new Map<FrameName | null, number>();
  const lengthen = (frame: FrameName | null, size: number): Slot[] => {
    if (size <= (capacity.get(frame) ?? 0)) return [];
    capacity.set(frame, grown(size));
    const longer = slots.filter((slot) => slot.frame === frame);
    for (const slot of longer) {
      slot.length = grown(size);
      slot.place = allocate(slot.length * (slot.isFlag ? 1 : Float64Array.BYTES_PER_ELEMENT));
    }
    return longer;
  };
  let frames: ReadonlySet<FrameName | null> | undefined;
  return (links) => {
    let largest = 1;
    const longer: Slot[] = [];
    frames ??= new Set(slots.map(({frame}) => frame));
    for (const frame of frames) {
      if (frame === null) continue;
      const size = links.size(frame);
      largest = Math.max(largest, size);
      longer.push(...lengthen(frame, size));
    }
    longer.push(...lengthen(null, largest));
    if (longer.length > 0) slots.forEach(renewArrays);
    for (const {isFlag, flags, numbers, value} of longer) (isFlag ? flags : numbers).fill(value);
    return largest;
  };
}

function renewArrays(slot: Slot): void {
  const {buffer, at} = slot.place();
  slot.at = at;
  if (slot.isFlag) slot.flags = new Uint8Array(buffer, at, slot.length);
  else slot.numbers = new Float64Array(buffer, at, slot.length);
}

/** Rounds a length up to a power of two, so that arrays are seldom made anew. */
export const grown = (n: number): number => 2 ** Math.ceil(Math.log2(Math.max(n, 16)));
