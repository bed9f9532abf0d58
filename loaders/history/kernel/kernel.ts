import {FIELD_ARRAYS, type Field, type FieldArray, type FieldType} from "../layout.ts";
import {SIMD_CODE} from "./simdCode.ts";

/** A place in the kernel's memory, in bytes from its start. */
export type Place = number;
/** Records that follow each other: where they are, how many, and bytes of each. */
type Records = readonly [at: Place, count: number, width: number];

/** The loops of records.as over memory; what they do is said there. */
export interface Loops {
  readonly strangers: WebAssembly.Global;
  readonly full: WebAssembly.Global;
  readonly least: WebAssembly.Global;
  readonly most: WebAssembly.Global;
  readonly missing: WebAssembly.Global;
  readonly impossible: WebAssembly.Global;
  readonly lowest: WebAssembly.Global;
  readonly highest: WebAssembly.Global;
  number(map: Place, ids: Place, count: number): void;
  inherit(map: Place, idAt: number, owners: Place, ownerAt: number, ...records: Records): void;
  scatter(...given: [...Records, map: Place, idAt: number, bits: number, partitions: Place]): number;
  clientsOf(
    ...given: [...Records, map: Place, idAt: number, first: number, clients: Place, counts: Place]
  ): void;
  recode(...given: [...cells: Records, codes: Place]): void;
  extent(...given: [...cells: Records, type: number]): void;
  survey(...given: [...cells: Records, type: number, low: number, high: number, code: number]): void;
  addKeys(...given: [...cells: Records, type: number, from: number, bits: bigint, keys: Place]): void;
  sortByDigit(
    ...given: [
      keys: Place,
      order: Place,
      sortedKeys: Place,
      sortedOrder: Place,
      count: number,
      shift: bigint,
      digits: number,
      starts: Place
    ]
  ): void;
  settle(
    ...given: [
      records: Place,
      width: number,
      keys: Place,
      order: Place,
      spare: Place,
      count: number,
      fields: Place,
      n: number
    ]
  ): void;
  arrange(...given: [...Records, order: Place, to: Place]): void;
}

/** The loops and their memory, which grows as room is asked for. */
export interface RecordKernel {
  readonly loops: Loops;
  /** Takes room, filled with zeros, that is never given back. */
  allocate(bytes: number): Place;
  /** Takes several rooms with any content; the next call takes the same memory. */
  scratch(sizes: readonly number[]): Place[];
  /** Reaches into the memory, until it grows. */
  bytes(at: Place, length: number): Uint8Array<ArrayBuffer>;
  int32(at: Place, length: number): Int32Array<ArrayBuffer>;
  /** Reaches a field's cells in records, until the memory grows: the first one's place, and the step to the next. */
  cells(field: Field, ...records: Records): {cells: FieldArray; start: number; step: number};
}

/** The types of fields as records.as numbers them. */
export const TYPES: Readonly<Record<FieldType, number>> = {
  Int8: 0,
  Int16: 1,
  Int32: 2,
  Uint16: 3,
  Float64: 4
};
const PAGE = 65_536;
/** The loops may load so many bytes behind an array. */
const SLACK = 16;
const ALIGNED = 16;

let compiled: WebAssembly.Module | undefined;

function recordsModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(SIMD_CODE, "base64"));
  return compiled;
}

/** Starts the loops with a memory of their own, in which no room is at 0. */
export function createRecordKernel(module = recordsModule()): RecordKernel {
  const memory = new WebAssembly.Memory({initial: 1});
  const loops = new WebAssembly.Instance(module, {env: {memory}}).exports as unknown as Loops;
  const allocate = (bytes: number): Place => memory.grow(Math.ceil((bytes + SLACK) / PAGE)) * PAGE;
  let shared = {at: 0, end: 0};
  return {
    loops,
    allocate,
    scratch(sizes) {
      const starts: number[] = [];
      let total = 0;
      for (const size of sizes) {
        starts.push(total);
        total += Math.ceil((size + SLACK) / ALIGNED) * ALIGNED;
      }
      const missing = shared.at + total - shared.end;
      if (missing > 0) {
        if (shared.end !== memory.buffer.byteLength) shared = {at: allocate(total), end: 0};
        else allocate(missing);
        shared.end = memory.buffer.byteLength;
      }
      return starts.map((start) => shared.at + start);
    },
    bytes: (at, length) => new Uint8Array(memory.buffer, at, length),
    int32: (at, length) => new Int32Array(memory.buffer, at, length),
    cells(field, at, count, width) {
      const cells = new FIELD_ARRAYS[field.type](memory.buffer, at, (count * width) / sizeOf(field));
      return {cells, start: field.offset / sizeOf(field), step: width / sizeOf(field)};
    }
  };
}

const sizeOf = ({type}: Field): number => FIELD_ARRAYS[type].BYTES_PER_ELEMENT;
