import {closeSync, openSync, rmSync, statSync, writeSync} from "node:fs";
import {readFully} from "../parquet/readFully.ts";
import type {Place, RecordKernel} from "./kernel/kernel.ts";
import {fieldOf, type RecordLayout} from "./layout.ts";

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

/** Tells how many clients a partition has, the last one apart, when there are so many in all. */
export const partitionSize = (clients: number): number => 2 ** partitionBits(clients);

/** Tells how many partitions so many clients have. */
export const partitionCount = (clients: number): number => Math.ceil(clients / partitionSize(clients));

/** The memory in which one file after the other is distributed. */
export interface PartitionRoom {
  readonly kernel: RecordKernel;
  /** See partitionBits. */
  readonly bits: number;
  readonly count: number;
  readonly states: Place;
  readonly buffers: Place;
  /** A piece of the records on its way to the partitions. */
  readonly stage: Place;
}

/** Takes room in the kernel's memory to distribute the records of so many clients. */
export function createPartitionRoom(kernel: RecordKernel, clients: number): PartitionRoom {
  const count = partitionCount(clients);
  return {
    kernel,
    bits: partitionBits(clients),
    count,
    states: kernel.allocate(count * STATE_WORDS * WORD),
    buffers: kernel.allocate(count * BUFFER_BYTES),
    stage: kernel.allocate(STAGE_BYTES)
  };
}

/** Is given each piece of the records in the kernel's memory, before it is distributed. */
export type OnRecords = (at: Place, count: number) => void;

/** Names the file of a partition; it is there if the partition has any records. */
const partitionPath = (path: string, partition: number): string => `${path}.${partition}`;

/**
 * Distributes the records of one file by ranges of clients into temporary files, so that each range can be sorted in
 * memory whatever the size of the table.
 */
export class Partitions {
  /** Records whose id is known, and those whose is not; the latter are dropped. */
  records = 0;
  strangers = 0;
  private readonly files: (number | undefined)[] = [];
  private readonly idAt: number;

  /**
   * @param path what the names of the partitions' files begin with
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

  /** Takes records. */
  add(records: Uint8Array, onRecords?: OnRecords): void {
    const {width} = this.layout;
    const {kernel, stage} = this.room;
    const most = Math.floor(STAGE_BYTES / width) * width;
    for (let at = 0; at < records.length; at += most) {
      const piece = records.subarray(at, at + most);
      kernel.bytes(stage, piece.length).set(piece);
      onRecords?.(stage, piece.length / width);
      this.scatter(stage, piece.length / width);
    }
  }

  /** Writes what is still in memory, and closes the files. */
  finish(): void {
    for (let partition = 0; partition < this.room.count; partition++)
      if (this.waiting(partition).length > 0) this.flush(partition);
    this.close();
  }

  /** Removes all that was written. */
  discard(): void {
    this.close();
    for (let partition = 0; partition < this.room.count; partition++) removePartition(this.path, partition);
  }

  private close(): void {
    for (const file of this.files.splice(0)) if (file !== undefined) closeSync(file);
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

  private flush(partition: number): void {
    this.files[partition] ??= openSync(partitionPath(this.path, partition), "w");
    writeFully(this.files[partition], this.waiting(partition));
    const state = this.room.kernel.int32(this.room.states + partition * STATE_WORDS * WORD, STATE_WORDS);
    state[2] = state[0]!;
  }
}

/** Tells how many bytes of records a partition has. */
export const partitionBytes = (path: string, partition: number): number =>
  statSync(partitionPath(path, partition), {throwIfNoEntry: false})?.size ?? 0;

/** Puts all records of a partition, in their order of arrival, where there is just room for them. */
export function readPartition(path: string, partition: number, to: Uint8Array): void {
  if (to.length === 0) return;
  const file = openSync(partitionPath(path, partition), "r");
  try {
    readFully(file, to, 0);
  } finally {
    closeSync(file);
  }
}

/** Removes the records of a partition. */
export const removePartition = (path: string, partition: number): void =>
  rmSync(partitionPath(path, partition), {force: true});

/** Appends all bytes to a file. */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
