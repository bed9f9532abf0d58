import {randomUUID} from "node:crypto";
import type {Operation} from "../../../src/core/search/operations.ts";
import {createReplay, type Replay} from "../../../src/core/search/replay.ts";

/** Keeps studies as the operations that made them. */
export interface StudyStorage {
  /** Who this process is in the operations that it writes. */
  readonly workerId: string;
  readonly replay: Replay;
  /** Writes operations as one, after whatever others have written, and applies all of it. */
  write(operations: readonly Operation[]): void;
  /** Applies what others have written. */
  sync(): void;
}

export const createWorkerId = (): string => `${randomUUID()}-0`;

/** Creates a storage that ends with the process. */
export function createMemoryStorage(): StudyStorage {
  const workerId = createWorkerId();
  const replay = createReplay();
  return {
    workerId,
    replay,
    write(operations) {
      for (const operation of operations) replay.apply({...operation, worker_id: workerId});
    },
    sync() {}
  };
}
