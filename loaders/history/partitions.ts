import {closeSync, fstatSync, openSync, readSync, rmSync, writeSync} from "node:fs";
import {readFully} from "../parquet/readFully.ts";
import type {Place, RecordKernel} from "./kernel/kernel.ts";
import {type Block, fieldOf, type RecordLayout} from "./layout.ts";

const BUFFER_BYTES = 1 << 17;
const STAGE_BYTES = 1 << 17;
const MOST_PARTITIONS = 256;
const LEAST_BITS = 12;
/** Of a partition in records.as: where its buffer begins, ends, and is filled to. */
const STATE_WORDS = 3;
const WORD = Int32Array.BYTES_PER_ELEMENT;

/** Chooses how many low bits of a client's place are counted within one partition: 4,096 clients or more. */
export function partitionBits(clients: number): number {
  return Math.max(LEAST_BITS, Math.ceil(Math.log2(Math.max(1, clients) / MOST_PARTITIONS)));
}

/** The memory in which one table after the other is distributed. */
export interface PartitionRoom {
  readonly kernel: RecordKernel;
  /** How many low bits of a client's place are counted within one partition, see partitionBits. */
  readonly bits: number;
  readonly count: number;
  readonly states: Place;
  readonly buffers: Place;
  /** A piece of a block on its way to the partitions. */
  readonly stage: Place;
}

/** Takes room in the kernel's memory to distribute the records of so many clients. */
export function createPartitionRoom(kernel: RecordKernel, clients: number): PartitionRoom {
  const bits = partitionBits(clients);
  const count = Math.ceil(clients / 2 ** bits);
  return {
    kernel,
    bits,
    count,
    states: kernel.allocate(count * STATE_WORDS * WORD),
    buffers: kernel.allocate(count * BUFFER_BYTES),
    stage: kernel.allocate(STAGE_BYTES)
  };
}

/** Is given each piece of the records in the kernel's memory, before it is distributed. */
export type OnRecords = (at: Place, count: number) => void;

/**
 * Distributes one table's records by ranges of clients, so that each range can be sorted in memory whatever the size
 * of the table; what does not fit in memory goes to temporary files.
 */
export class Partitions {
  /** Records whose id is known, and those whose is not; the latter are dropped. */
  records = 0;
  strangers = 0;
  private readonly files: (number | undefined)[] = [];
  private readonly idAt: number;

  /**
   * @param idField the field that tells the client: through `places` its value gives the client's place
   */
  constructor(
    private readonly path: string,
    private readonly layout: RecordLayout,
    idField: string,
    private readonly places: Place,
    private readonly room: PartitionRoom
  ) {
    this.idAt = fieldOf(layout, idField).offset;
    const {kernel, count, states, buffers} = room;
    const size = Math.floor(BUFFER_BYTES / layout.width) * layout.width;
    const content = Array.from({length: count}, (_, i) => buffers + i * BUFFER_BYTES);
    kernel.int32(states, count * STATE_WORDS).set(content.flatMap((start) => [start, start + size, start]));
  }

  /** Takes the first records of a block. */
  add({int8}: Block, records: number, onRecords?: OnRecords): void {
    this.addPieces(records, onRecords, (to, at) => to.set(int8.subarray(at, at + to.length)));
  }

  /** Takes so many records from a file of nothing else. */
  addFile(path: string, records: number, onRecords?: OnRecords): void {
    const file = openSync(path, "r");
    try {
      this.addPieces(records, onRecords, (to, at) => readFully(file, to, at));
    } finally {
      closeSync(file);
    }
  }

  /** Tells how many records of a partition there are. */
  rowsIn(partition: number): number {
    const file = this.files[partition];
    const written = file === undefined ? 0 : fstatSync(file).size;
    return (written + this.waiting(partition).length) / this.layout.width;
  }

  /** Puts all records of one partition, in their order of arrival, where there is room for them, and forgets them. */
  take(partition: number, to: Uint8Array): void {
    const file = this.files[partition];
    let at = 0;
    if (file !== undefined)
      for (let read = -1; read !== 0; at += read) read = readSync(file, to, at, to.length - at, at);
    to.set(this.waiting(partition), at);
    this.empty(partition);
    this.drop(partition);
  }

  /** Removes what is left. */
  close(): void {
    this.files.forEach((_, i) => {
      this.drop(i);
    });
  }

  /** @param read puts the bytes at `at` of all records into the kernel's memory */
  private addPieces(
    records: number,
    onRecords: OnRecords | undefined,
    read: (to: Uint8Array, at: number) => void
  ): void {
    const {width} = this.layout;
    const {kernel, stage} = this.room;
    const most = Math.floor(STAGE_BYTES / width);
    for (let first = 0; first < records; first += most) {
      const count = Math.min(most, records - first);
      read(kernel.bytes(stage, count * width), first * width);
      onRecords?.(stage, count);
      this.scatter(stage, count);
    }
  }

  private scatter(at: Place, count: number): void {
    const {room, layout, places, idAt} = this;
    const {loops} = room.kernel;
    for (let done = 0; ; ) {
      const from = at + done * layout.width;
      const taken = loops.scatter(from, count - done, layout.width, places, idAt, room.bits, room.states);
      this.strangers += loops.strangers.value;
      this.records += taken - loops.strangers.value;
      done += taken;
      if (done === count) return;
      this.flush(loops.full.value);
    }
  }

  /** The records of a partition that are in memory. */
  private waiting(partition: number): Uint8Array {
    const {kernel, states} = this.room;
    const [start, , filled] = kernel.int32(states + partition * STATE_WORDS * WORD, STATE_WORDS);
    return kernel.bytes(start!, filled! - start!);
  }

  private empty(partition: number): void {
    const state = this.room.kernel.int32(this.room.states + partition * STATE_WORDS * WORD, STATE_WORDS);
    state[2] = state[0]!;
  }

  private flush(partition: number): void {
    this.files[partition] ??= openSync(this.pathOf(partition), "w+");
    writeFully(this.files[partition], this.waiting(partition));
    this.empty(partition);
  }

  private drop(partition: number): void {
    const file = this.files[partition];
    if (file === undefined) return;
    closeSync(file);
    rmSync(this.pathOf(partition), {force: true});
    this.files[partition] = undefined;
  }

  private pathOf(partition: number): string {
    return `${this.path}.${partition}`;
  }
}

/** Appends all bytes to a file. */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
