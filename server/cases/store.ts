import type {CaseFact, CaseState} from "../../src/core/schema/case.ts";

/** Which cases are asked for; each part that is given narrows them. */
export interface CaseFilter {
  status?: CaseState["status"];
  /** Taken by this person; null: by nobody. */
  claimedBy?: string | null;
  /** Only those that come after this one in the list. */
  after?: {changedAt: string; clientId: number};
  limit: number;
}

/** Changes of one case that are kept to tell who comes back; older ones are forgotten. */
export const KEPT_CHANGES = 200;

/** Keeps cases and their last changes. Whatever a promise was kept for is on disk; all reject with STORAGE_…. */
export interface CaseStore {
  read(clientId: number): Promise<CaseState | null>;
  /**
   * Keeps a state with the change that led to it, unless the case is not at the version before: then nothing is
   * written and the answer is false, so that of two who change it at once neither is lost.
   */
  write(state: CaseState, fact: CaseFact): Promise<boolean>;
  /** The changes after a version, oldest first; null when not all of them are kept. */
  since(clientId: number, version: number): Promise<CaseFact[] | null>;
  /** The one changed last first. */
  list(filter: CaseFilter): Promise<CaseState[]>;
  /** Those of some clients that have one. */
  some(clientIds: readonly number[]): Promise<CaseState[]>;
  /** Calls back with each change when it is kept, before its write is answered; answers how to stop. */
  onWrite(listener: (fact: CaseFact) => void): () => void;
  close(): void;
}
