import type {TableSchema} from "../tables/schema/column.ts";
import {type Place, type RecordKernel, TYPES} from "./kernel/kernel.ts";
import {type Field, fieldOf, type RecordLayout} from "./layout.ts";

/** What records are sorted by. */
export interface RecordOrder {
  readonly layout: RecordLayout;
  /** Through `places`, the value of this field gives the client's place; it comes first. */
  readonly idField: Field;
  readonly places: Place;
  /** The declared order within a client. */
  readonly order: readonly Field[];
  /** Compared where two records are equal so far; empty when that cannot be. */
  readonly ties: readonly Field[];
}

/** Collects what a table's records are sorted by. */
export function recordOrder(
  table: TableSchema,
  layout: RecordLayout,
  idField: string,
  places: Place
): RecordOrder {
  const hasKey = table.key !== undefined && table.order.includes(table.key);
  return {
    layout,
    idField: fieldOf(layout, idField),
    places,
    order: table.order.map((name) => fieldOf(layout, name)),
    ties: hasKey ? [] : layout.fields.filter((field) => !table.order.includes(field.name))
  };
}

/** Codes of a text column that are replaced by others before sorting. */
export interface Recode {
  readonly field: Field;
  readonly codes: Uint16Array;
}

/** Sorts records, one range of clients after the other in the same memory. */
export interface RecordSorter {
  /** Makes room for so many records of so many clients; the records are put there to be sorted. */
  room(rows: number, clients: number): Uint8Array;
  /**
   * Sorts the records in the room by client, then as the table declares, nulls first: by keys of 64 bits, and by a
   * comparison of all other fields where these are equal.
   * @param first the place of the first client that may occur
   * @returns the records in that order, and how many each client has, until the next call
   */
  sort(first: number): {arranged: Uint8Array; counts: Int32Array};
}

const KEY_BITS = 64;
const KEY_BYTES = 8;
const WORD = Int32Array.BYTES_PER_ELEMENT;
/** 2,048 counters of 4 bytes fill a quarter of a usual first cache. */
const MOST_DIGIT_BITS = 11;
const FIELD_WORDS = 2;

/** Makes a sorter in the kernel's memory. */
export function createSorter(
  kernel: RecordKernel,
  by: RecordOrder,
  recodes: readonly Recode[] = []
): RecordSorter {
  const {layout, idField} = by;
  const {width} = layout;
  const {loops} = kernel;
  const starts = kernel.allocate(2 ** MOST_DIGIT_BITS * WORD);
  const compared = kernel.allocate((by.order.length + by.ties.length) * FIELD_WORDS * WORD);
  const newCodes = recodes.map(({field, codes}) => {
    const at = kernel.allocate(codes.byteLength);
    kernel.bytes(at, codes.byteLength).set(new Uint8Array(codes.buffer, codes.byteOffset, codes.byteLength));
    return {offset: field.offset, at};
  });
  let rows = 0;
  let clientCount = 0;
  let rooms: Place[] = [];

  /** Makes the keys; returns their bits and the fields for which these did not suffice. */
  function makeKeys(records: Place, clients: Place, keys: Place): {bits: number; left: readonly Field[]} {
    let bits = bitsOf(clientCount);
    kernel.bytes(keys, rows * KEY_BYTES).fill(0);
    loops.addKeys(clients, rows, WORD, TYPES.Int32, 1, BigInt(bits), keys);
    for (const [i, {type, offset}] of by.order.entries()) {
      if (type === "Float64") throw new RangeError("records are sorted by whole numbers and texts first");
      loops.extent(records + offset, rows, width, TYPES[type]);
      const [least, most] = [loops.least.value as number, loops.most.value as number];
      const more = least > most ? 0 : bitsOf(most - least + 1);
      if (bits + more > KEY_BITS) return {bits, left: by.order.slice(i)};
      if (more > 0) loops.addKeys(records + offset, rows, width, TYPES[type], least, BigInt(more), keys);
      bits += more;
    }
    return {bits, left: []};
  }

  return {
    room(count, clients) {
      rows = count;
      clientCount = clients;
      rooms = kernel.scratch(sizesOf(rows, width, clientCount));
      return kernel.bytes(rooms[0]!, rows * width);
    },
    sort(first) {
      const [records, arranged, clients, counts, ...sorted] = rooms as [Place, Place, Place, Place];
      for (const {offset, at} of newCodes) loops.recode(records + offset, rows, width, at);
      kernel.bytes(counts, clientCount * WORD).fill(0);
      loops.clientsOf(records, rows, width, by.places, idField.offset, first, clients, counts);
      let [keys, order, spareKeys, spareOrder] = sorted as unknown as [Place, Place, Place, Place];
      const {bits, left} = makeKeys(records, clients, keys);
      const numbers = kernel.int32(order, rows);
      for (let i = 0; i < rows; i++) numbers[i] = i;
      const digitBits = Math.ceil(bits / Math.ceil(bits / MOST_DIGIT_BITS));
      for (let shift = 0; shift < bits; shift += digitBits) {
        const digits = 2 ** digitBits;
        loops.sortByDigit(keys, order, spareKeys, spareOrder, rows, BigInt(shift), digits, starts);
        [keys, order, spareKeys, spareOrder] = [spareKeys, spareOrder, keys, order];
      }
      const others = [...left, ...by.ties];
      if (others.length > 0) {
        const fields = others.flatMap(({type, offset}) => [TYPES[type], offset]);
        kernel.int32(compared, fields.length).set(fields);
        loops.settle(records, width, keys, order, spareOrder, rows, compared, others.length);
      }
      loops.arrange(records, rows, width, order, arranged);
      return {
        arranged: kernel.bytes(arranged, rows * width),
        counts: kernel.int32(counts, clientCount)
      };
    }
  };
}

/** Bytes of: records, the same arranged, clients, their counts, keys and order, and once more to be sorted into. */
function sizesOf(rows: number, width: number, clients: number): number[] {
  const each = [width, width, WORD, 0, KEY_BYTES, WORD, KEY_BYTES, WORD];
  return each.map((bytes, i) => (i === 3 ? clients * WORD : rows * bytes));
}

/** How many bits numbers up to `most` take. */
function bitsOf(most: number): number {
  let bits = 0;
  while (2 ** bits <= most) bits++;
  return bits;
}
