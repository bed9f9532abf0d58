import {closeSync, openSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {checksum} from "../generation/checks.ts";
import {CLIENT_TABLE_SCHEMA} from "../tables/schema/tables.ts";
import type {ClientTable} from "../types.ts";
import {type DistributedFile, type Owners, ownerField} from "./distribution.ts";
import type {Dictionaries} from "./factCounter.ts";
import type {Place} from "./kernel/kernel.ts";
import {type Field, layOut, OFFSET_WORDS, type RecordLayout} from "./layout.ts";
import {partitionBytes, readPartition, removePartition, writeFully} from "./partitions.ts";
import {createSorter, type Recode, type RecordSorter, recordOrder} from "./sortRecords.ts";

/** One table whose files are distributed. */
export interface DistributedTable {
  readonly name: ClientTable;
  readonly files: readonly DistributedFile[];
  readonly dictionaries: Dictionaries;
}

/** Writes one table's records by client, a partition at a time, and where each client's begin. */
export class SortedTable {
  /** Written so far: records, and clients who have any. */
  rows = 0;
  present = 0;
  readonly layout: RecordLayout;
  private readonly index: Uint32Array;
  private readonly sorter: RecordSorter;
  private readonly file: number;

  /**
   * @param dir where NAME.records and NAME.offsets go
   * @param places of the owners of whatever partition is written
   */
  constructor(
    private readonly dir: string,
    private readonly table: DistributedTable,
    owners: Owners,
    places: Place
  ) {
    const {name, dictionaries} = table;
    const schema = CLIENT_TABLE_SCHEMA[name];
    this.layout = layOut(schema);
    this.index = new Uint32Array(owners.clients * OFFSET_WORDS + 1);
    const order = recordOrder(schema, this.layout, ownerField(name), places);
    this.sorter = createSorter(owners.kernel, order, recodesOf(this.layout, dictionaries));
    this.file = openSync(join(dir, `${name}.records`), "w");
  }

  /**
   * Sorts and writes a partition, and removes what it was read from.
   * @param first the place of its first client, and behind its last
   * @returns the sorted records in the kernel's memory, until the next call
   */
  write(partition: number, first: number, last: number): Uint8Array {
    const {files} = this.table;
    const sizes = files.map(({path}) => partitionBytes(path, partition));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const {width} = this.layout;
    const records = this.sorter.room(bytes / width, last - first);
    let at = 0;
    files.forEach(({path}, i) => {
      readPartition(path, partition, records.subarray(at, at + sizes[i]!));
      removePartition(path, partition);
      at += sizes[i]!;
    });
    const {arranged, counts} = this.sorter.sort(first);
    writeFully(this.file, arranged);
    this.addToIndex(first, counts, arranged);
    this.rows += arranged.length / width;
    return arranged;
  }

  /** Writes where each client's records begin. */
  finish(): void {
    this.index[this.index.length - 1] = this.rows;
    writeFileSync(join(this.dir, `${this.table.name}.offsets`), this.index, {flush: true});
  }

  close(): void {
    closeSync(this.file);
  }

  /** Describes the table's fields, texts with those that occur. */
  fields(): Field[] {
    return this.layout.fields.map((field) => {
      const dictionary = this.table.dictionaries.get(field.name)?.sorted().texts;
      return dictionary === undefined ? field : {...field, dictionary};
    });
  }

  /** Notes place and checksum of the records of each client of a partition. */
  private addToIndex(first: number, counts: Int32Array, records: Uint8Array): void {
    const {index, rows} = this;
    const {width} = this.layout;
    let at = 0;
    counts.forEach((count, i) => {
      const end = at + count;
      index[(first + i) * OFFSET_WORDS] = rows + at;
      if (count === 0) return;
      index[(first + i) * OFFSET_WORDS + 1] = checksum(records.subarray(at * width, end * width));
      this.present++;
      at = end;
    });
  }
}

/** Finds the places among the sorted texts for codes given in the order of arrival, where a text was not declared. */
function recodesOf(layout: RecordLayout, dictionaries: Dictionaries): Recode[] {
  return layout.fields.flatMap((field) => {
    const codes = dictionaries.get(field.name)?.sorted().newCodes;
    return codes === undefined ? [] : [{field, codes}];
  });
}
