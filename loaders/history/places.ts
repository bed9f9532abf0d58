import type {Place, RecordKernel} from "./kernel/kernel.ts";

/** Ids are whole numbers of 31 bits, of which a page of a map takes 14; an entry of its directory is 4 bytes. */
const DIRECTORY_BYTES = 2 ** 17 * Uint32Array.BYTES_PER_ELEMENT;

/** Makes a map from ids to places in the kernel's memory, as records.as reads it; no id has a place yet. */
export const createPlaces = (kernel: RecordKernel): Place => kernel.allocate(DIRECTORY_BYTES);

/** Makes a map that gives each id its number in the list. */
export function numberPlaces(kernel: RecordKernel, ids: Int32Array): Place {
  const map = createPlaces(kernel);
  const [at] = kernel.scratch([ids.byteLength]);
  kernel.int32(at!, ids.length).set(ids);
  kernel.loops.number(map, at!, ids.length);
  return map;
}
