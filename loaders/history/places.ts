import type {Place, RecordKernel} from "./kernel/kernel.ts";

/** Of a map in records.as: what comes before its slots, and a slot. */
const HEAD_BYTES = 8;
const SLOT_BYTES = 8;
const LEAST_SLOTS_AN_ID = 1.5;

/** Makes a map from at most so many ids, whatever they are, to places in the kernel's memory; none has a place yet. */
export function createPlaces(kernel: RecordKernel, ids: number): Place {
  const bits = Math.ceil(Math.log2(LEAST_SLOTS_AN_ID * Math.max(1, ids)));
  const map = kernel.allocate(HEAD_BYTES + 2 ** bits * SLOT_BYTES);
  kernel.int32(map, 1)[0] = bits;
  return map;
}

/** Forgets all ids of a map. */
export function clearPlaces(kernel: RecordKernel, map: Place): void {
  const [bits] = kernel.int32(map, 1);
  kernel.bytes(map + HEAD_BYTES, 2 ** bits! * SLOT_BYTES).fill(0);
}

/** Makes a map that gives each id its number in the list. */
export function numberPlaces(kernel: RecordKernel, ids: Int32Array): Place {
  const map = createPlaces(kernel, ids.length);
  const [at] = kernel.scratch([ids.byteLength]);
  kernel.int32(at!, ids.length).set(ids);
  kernel.loops.number(map, at!, ids.length);
  return map;
}
