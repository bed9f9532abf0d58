import {closeSync, openSync, readFileSync, rmSync, writeSync} from "node:fs";
import type {IdMap} from "./idMap.ts";
import {type Block, fieldOf, type RecordLayout} from "./layout.ts";

const BUFFER_BYTES = 1 << 17;
const MOST_PARTITIONS = 256;
const LEAST_BITS = 12;
const WORD = Int32Array.BYTES_PER_ELEMENT;

/** Chooses how many low bits of a client's place are counted within one partition: 4,096 clients or more. */
export function partitionBits(clients: number): number {
  return Math.max(LEAST_BITS, Math.ceil(Math.log2(Math.max(1, clients) / MOST_PARTITIONS)));
}

interface Partition {
  readonly path: string;
  readonly file: number;
  readonly words: Int32Array;
  filled: number;
}

/**
 * Distributes one table's records to temporary files by ranges of clients, so that each range can be sorted in
 * memory whatever the size of the table.
 */
export class Partitions {
  /** Records whose id is known, and those whose is not; the latter are dropped. */
  records = 0;
  strangers = 0;
  private readonly partitions: (Partition | undefined)[] = [];
  private readonly words: number;
  private readonly idAt: number;

  /**
   * @param idField the field that tells the client: through `places` its value gives the client's place
   * @param bits see partitionBits
   */
  constructor(
    private readonly path: string,
    layout: RecordLayout,
    idField: string,
    private readonly places: IdMap,
    private readonly bits: number
  ) {
    this.words = layout.width / WORD;
    this.idAt = fieldOf(layout, idField).offset / WORD;
  }

  /** Takes the first records of a block. */
  add(block: Block, records: number): void {
    const {words, idAt, places, bits} = this;
    const {int32} = block;
    for (let i = 0, at = 0; i < records; i++, at += words) {
      const place = places.get(int32[at + idAt]!);
      if (place < 0) {
        this.strangers++;
        continue;
      }
      this.records++;
      const partition = this.partitions[place >>> bits] ?? this.open(place >>> bits);
      if (partition.filled + words > partition.words.length) flush(partition);
      for (let w = 0; w < words; w++) partition.words[partition.filled + w] = int32[at + w]!;
      partition.filled += words;
    }
  }

  /** Gives all records of one partition back, in their order of arrival, and removes its file. */
  take(partition: number): ArrayBuffer {
    const found = this.partitions[partition];
    if (found === undefined) return new ArrayBuffer(0);
    flush(found);
    const bytes = readFileSync(found.path);
    this.drop(partition);
    return bytes.buffer.byteLength === bytes.length
      ? (bytes.buffer as ArrayBuffer)
      : (bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  }

  /** Removes what is left. */
  close(): void {
    this.partitions.forEach((_, i) => {
      this.drop(i);
    });
  }

  private drop(partition: number): void {
    const found = this.partitions[partition];
    if (found === undefined) return;
    closeSync(found.file);
    rmSync(found.path, {force: true});
    this.partitions[partition] = undefined;
  }

  private open(partition: number): Partition {
    const path = `${this.path}.${partition}`;
    const size = Math.max(1, Math.floor(BUFFER_BYTES / WORD / this.words)) * this.words;
    const opened = {path, file: openSync(path, "w+"), words: new Int32Array(size), filled: 0};
    while (this.partitions.length <= partition) this.partitions.push(undefined);
    this.partitions[partition] = opened;
    return opened;
  }
}

function flush(partition: Partition): void {
  writeFully(partition.file, new Uint8Array(partition.words.buffer, 0, partition.filled * WORD));
  partition.filled = 0;
}

/** Appends all bytes to a file. */
export function writeFully(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
