import {ScorebookError} from "../../src/core/errors.ts";
import type {ChainRecord, Draft, Head, StoredRecord} from "./record.ts";

/** Which records are asked for; each part that is given narrows them. */
export interface RecordFilter {
  kinds?: readonly string[];
  clientId?: number;
  /** A person's name. */
  by?: string;
  /** true: decisions other than the model's alone. */
  overrides?: boolean;
  /** Only older ones than this. */
  before?: number;
  limit: number;
}

/**
 * Keeps the chain: records are added and never changed. Whatever a promise was kept for is on disk. All methods reject
 * with STORAGE_… when the medium fails.
 */
export interface ChainStore {
  /**
   * Links a record to the head, with its inputs, at once or not at all, whoever else appends meanwhile.
   * @throws RECORD_TAKEN when another record has the draft's `once`
   */
  append(draft: Draft): Promise<ChainRecord>;
  head(): Promise<Head>;
  read(seq: number): Promise<ChainRecord | null>;
  /** Finds the record that has a key. */
  find(once: string): Promise<ChainRecord | null>;
  /** Newest first. */
  list(filter: RecordFilter): Promise<ChainRecord[]>;
  /** Records as they lie, unparsed, oldest first: at most `limit` after a place. */
  stored(after: number, limit: number): Promise<StoredRecord[]>;
  /** The bytes that are kept under a digest; null when there are none. */
  input(digest: string): Promise<Uint8Array | null>;
  /** The digests that bytes are kept under, ascending: at most `limit` after one. */
  digests(after: string, limit: number): Promise<string[]>;
  /** Says what is wrong with the medium itself; nothing when it is whole. */
  damage(): Promise<string[]>;
  /** Calls back with each record when it is kept, before its append is answered; answers how to stop. */
  onAppend(listener: (record: ChainRecord) => void): () => void;
  close(): void;
}

export const recordTaken = (once: string): ScorebookError =>
  new ScorebookError(
    "RECORD_TAKEN",
    `The chain has a record of ${once} already; it can be settled once only.`
  );

/** Makes the error for what is no record any more. */
export const unreadableRecord = (seq: number): ScorebookError =>
  new ScorebookError(
    "STORAGE_DAMAGED",
    `Record ${seq} of the chain cannot be read; npm run audit -- verify tells more.`
  );
