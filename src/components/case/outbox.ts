import type {CaseChange} from "../../core/schema/case.ts";
import {newId} from "../notebook/store.ts";

/** A change that is not in the case as it is known here. */
export interface Waiting {
  /** Its Idempotency-Key: sent again, it is done once. */
  key: string;
  change: CaseChange;
  /** Who made it. */
  by: string;
}

/** Changes on their way to the server, oldest first; what waits is there again when the page is loaded anew. */
export interface Outbox {
  list(): readonly Waiting[];
  /** The oldest that the server has not answered. */
  next(): Waiting | undefined;
  put(change: CaseChange, by: string): void;
  /** Notes with which version of the case a change came in: it waits until the case is known here so far. */
  answered(key: string, version: number): void;
  /** Forgets the answered changes that are in a version of the case. */
  arrived(version: number): void;
  /** Forgets a change, which was refused or has been taken back. */
  remove(key: string): void;
}

/** Creates the outbox of a case in the storage of its tab; null keeps it in memory alone. */
export function createOutbox(
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null,
  clientId: number
): Outbox {
  const name = `scorebook.case.${clientId}`;
  let waiting = read();
  const versions = new Map<string, number>();

  function read(): readonly Waiting[] {
    try {
      const kept: unknown = JSON.parse(storage?.getItem(name) ?? "[]");
      return Array.isArray(kept) ? (kept as Waiting[]) : [];
    } catch {
      return [];
    }
  }
  function keep(next: readonly Waiting[]) {
    waiting = next;
    try {
      if (next.length > 0) storage?.setItem(name, JSON.stringify(next));
      else storage?.removeItem(name);
    } catch {
      return;
    }
  }
  return {
    list: () => waiting,
    next: () => waiting.find(({key}) => !versions.has(key)),
    answered: (key, version) => void versions.set(key, version),
    arrived(version) {
      const isThere = ({key}: Waiting) => (versions.get(key) ?? version + 1) <= version;
      if (waiting.some(isThere)) keep(waiting.filter((one) => !isThere(one)));
    },
    put: (change, by) => keep([...waiting, {key: newId(), change, by}]),
    remove: (key) => keep(waiting.filter((one) => one.key !== key))
  };
}

/** The storage of this tab; null where the browser gives none. */
export function tabStorage(): Storage | null {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}
