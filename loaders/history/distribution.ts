import type {FileFacts} from "../tables/check/facts.ts";
import {CLIENT_TABLE_SCHEMA, clientTableOf} from "../tables/schema/tables.ts";
import type {ClientTable, TableName} from "../types.ts";
import {type Dictionaries, FactCounter} from "./factCounter.ts";
import {createRecordKernel, type Place, type RecordKernel} from "./kernel/kernel.ts";
import {fieldOf, layOut, type RecordLayout} from "./layout.ts";
import {
  createPartitionRoom,
  type PartitionRoom,
  Partitions,
  partitionBytes,
  readPartition
} from "./partitions.ts";
import {createPlaces, numberPlaces} from "./places.ts";

/** A file whose records are distributed by ranges of clients, each range in a file of its own. */
export interface DistributedFile {
  /** What the names of the partitions' files begin with. */
  readonly path: string;
  readonly records: number;
  /** Rows that were left out because they belong to no client with an application. */
  readonly strangers: number;
  readonly facts: FileFacts;
}

/** Who rows belong to, as maps in a kernel's memory to places: numbers from 0 in ascending order of the client ids. */
export interface Owners {
  readonly kernel: RecordKernel;
  readonly clients: number;
  readonly byClient: Place;
  /** Made when first needed. */
  readonly room: () => PartitionRoom;
}

/** Numbers the clients. @param ids of all clients with an application, ascending */
export function createOwners(ids: Int32Array): Owners {
  const kernel = createRecordKernel();
  let room: PartitionRoom | undefined;
  return {
    kernel,
    clients: ids.length,
    byClient: numberPlaces(kernel, ids),
    room: () => (room ??= createPartitionRoom(kernel, ids.length))
  };
}

/** The field of a table's records that tells their owner. */
export const ownerField = (name: ClientTable): string =>
  name === "bureau_balance" ? "SK_ID_BUREAU" : "SK_ID_CURR";

/** Distributes one file while its records pass by, and counts what they hold. */
export class Distribution {
  private readonly counter: FactCounter;
  private readonly partitions: Partitions;

  /**
   * @param path what the names of the partitions' files begin with
   * @param places of the owners: of the clients, or of the loans for bureau_balance
   */
  constructor(
    file: {readonly table: TableName; readonly shown: string},
    private readonly path: string,
    owners: Owners,
    places: Place,
    dictionaries: Dictionaries
  ) {
    const name = clientTableOf(file.table);
    const layout = layOut(CLIENT_TABLE_SCHEMA[name]);
    this.counter = new FactCounter(owners.kernel, file, layout, dictionaries);
    this.partitions = new Partitions(path, layout, ownerField(name), places, owners.room());
  }

  add(records: Uint8Array): void {
    this.partitions.add(records, (at, count) => this.counter.add(at, count));
  }

  /** Writes what is still in memory; tells what became of the file. */
  finish(): DistributedFile {
    this.partitions.finish();
    const {records, strangers} = this.partitions;
    return {path: this.path, records, strangers, facts: this.counter.facts()};
  }

  /** Removes all that was written. */
  discard(): void {
    this.partitions.discard();
  }
}

/** Finds each loan's client, because bureau_balance knows only the loan. @param bureau as it was distributed */
export function placeLoans({kernel, byClient, room}: Owners, bureau: readonly DistributedFile[]): Place {
  const loans = bureau.reduce((sum, {records}) => sum + records, 0);
  const places = createPlaces(kernel, loans);
  const layout = layOut(CLIENT_TABLE_SCHEMA.bureau);
  for (const {path} of bureau)
    for (let partition = 0; partition < room().count; partition++) {
      const bytes = partitionBytes(path, partition);
      const [at] = kernel.scratch([bytes]);
      readPartition(path, partition, kernel.bytes(at!, bytes));
      inheritPlaces(kernel, places, byClient, at!, bytes / layout.width, layout);
    }
  return places;
}

/** Gives the loans of bureau's records the places of their clients. */
export function inheritPlaces(
  kernel: RecordKernel,
  loans: Place,
  clients: Place,
  at: Place,
  count: number,
  layout: RecordLayout
): void {
  const client = fieldOf(layout, "SK_ID_CURR").offset;
  const loan = fieldOf(layout, "SK_ID_BUREAU").offset;
  kernel.loops.inherit(loans, loan, clients, client, at, count, layout.width);
}
