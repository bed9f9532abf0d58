import {ScorebookError} from "../../src/core/errors.ts";
import {applyChange, type Content, differenceOf} from "../../src/core/notebook/changes.ts";
import type {NotebookChanged} from "../../src/core/protocol.ts";
import {
  MAX_CELLS,
  NOTEBOOK_ID,
  type Notebook,
  type NotebookBody,
  type NotebookChange,
  type NotebookVersion
} from "../../src/core/schema/notebook.ts";
import {shown} from "../../src/core/shown.ts";
import type {Clock} from "../clock.ts";
import {invalidRequest} from "../rest/problems.ts";
import type {NotebookStore} from "./store.ts";

export const MAX_NOTEBOOKS = 1000;
/** Characters of one notebook's cells, and bytes of all that is kept. */
export const MAX_NOTEBOOK = 262_144;
export const MAX_BYTES = 256 * 2 ** 20;
/** Changes that one person makes within this time become one version. */
const ONE_VERSION_MS = 120_000;

/** What can be asked of the notebooks, the same over REST and sockets. */
export interface Notebooks {
  list(limit: number): Promise<NotebookVersion[]>;
  /** @throws REQUEST_INVALID, NOTEBOOK_UNKNOWN */
  read(id: string, version?: number): Promise<Notebook>;
  /** @throws REQUEST_INVALID, NOTEBOOK_UNKNOWN */
  versions(id: string): Promise<NotebookVersion[]>;
  /** Saves a whole notebook as a version of its own. @throws NOTEBOOK_CHANGED when it was made from another version than the newest; NOTEBOOK_LIMIT */
  save(id: string, body: NotebookBody): Promise<Notebook>;
  /** Changes parts of a notebook, whatever its version. @throws NOTEBOOK_UNKNOWN, NOTEBOOK_LIMIT */
  change(change: NotebookChange): Promise<{version: number}>;
  /** @throws NOTEBOOK_UNKNOWN */
  remove(id: string): Promise<void>;
  onChange(listener: (fact: NotebookChanged) => void): void;
}

/** How often a change is made anew on what somebody else wrote meanwhile. */
const MOST_TRIES = 20;

/** Creates the handler of notebooks over a store. */
export function createNotebooks({store, clock}: {store: NotebookStore; clock: Clock}): Notebooks {
  const listeners: ((fact: NotebookChanged) => void)[] = [];
  /** The versions that changes may still go into. */
  const drafts = new Map<string, {by: string; version: number; sinceMs: number}>();

  async function read(id: string, version?: number): Promise<Notebook> {
    const found = await store.read(checkId(id), version);
    if (found) return found;
    const which = version === undefined ? "" : ` with a version ${version}`;
    throw new ScorebookError(
      "NOTEBOOK_UNKNOWN",
      `There is no notebook ${id}${which}; /v1/notebooks lists what is kept.`
    );
  }

  /** Writes what a notebook is now and tells who has it open; false when it is another than `before` by now. */
  async function write(before: Notebook | null, next: Notebook, replaced?: number): Promise<boolean> {
    checkSize(next);
    if (!before && (await store.count()) >= MAX_NOTEBOOKS)
      throw limit(`There are ${MAX_NOTEBOOKS} notebooks, which is the most; remove one first.`);
    if ((await store.bytes()) > MAX_BYTES)
      throw limit(`The notebooks take more than ${MAX_BYTES / 2 ** 20} MiB; remove one first.`);
    if (!(await store.write(next, before?.version ?? 0, replaced))) return false;
    const {id, version, savedAt, by} = next;
    const fact = {...differenceOf(before ?? EMPTY, next), id, version, savedAt, by};
    for (const listener of listeners) listener(fact);
    return true;
  }

  /** Makes one try at a change; null when somebody else wrote meanwhile. */
  async function tryChange(change: NotebookChange): Promise<{version: number} | null> {
    const before = await read(change.id);
    const {title, cells} = applyChange(before, change);
    const savedAt = clock.now();
    const next = {...before, title, cells: [...cells], version: before.version + 1, savedAt, by: change.by};
    const draft = drafts.get(change.id);
    const goesOn =
      draft?.by === change.by &&
      draft.version === before.version &&
      clock.elapsedMs() - draft.sinceMs < ONE_VERSION_MS;
    if (!(await write(before, next, goesOn ? before.version : undefined))) return null;
    const sinceMs = goesOn ? draft.sinceMs : clock.elapsedMs();
    drafts.set(change.id, {by: change.by, version: next.version, sinceMs});
    return {version: next.version};
  }

  return {
    read,
    list: (limit) => store.list(limit),
    async versions(id) {
      await read(id);
      return store.versions(id);
    },
    async save(id, {title, cells, version, by = ""}) {
      const before = await store.read(checkId(id));
      const present = before?.version ?? 0;
      if (version !== present) throw changed(id, `is at version ${present} and was saved from ${version}`);
      const savedAt = clock.now();
      const next = {id, title, cells: cells as Notebook["cells"], version: present + 1, savedAt, by};
      if (await write(before, next)) return next;
      throw changed(id, `was saved by somebody else from version ${version} just now`);
    },
    async change(change) {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const done = await tryChange(change);
        if (done) return done;
      }
      throw changed(change.id, "is changed by others without a pause");
    },
    async remove(id) {
      if (!(await store.remove(checkId(id)))) await read(id);
      drafts.delete(id);
    },
    onChange: (listener) => void listeners.push(listener)
  };
}

const changed = (id: string, how: string): ScorebookError =>
  new ScorebookError("NOTEBOOK_CHANGED", `Notebook ${id} ${how}; open it anew and save again.`);

const EMPTY: Content = {title: "", cells: []};

function checkId(id: string): string {
  if (new RegExp(NOTEBOOK_ID).test(id)) return id;
  const message = `is ${shown(id)}; expected 1 to 40 of a–z, 0–9 and -`;
  throw invalidRequest("notebook", [{path: "/id", message}]);
}

function checkSize({id, cells}: Notebook): void {
  if (new Set(cells.map((cell) => cell.id)).size < cells.length)
    throw invalidRequest("notebook", [
      {path: "/cells", message: "has two cells with one id; expected each id once"}
    ]);
  if (cells.length > MAX_CELLS)
    throw limit(`Notebook ${id} would have ${cells.length} cells; expected at most ${MAX_CELLS}.`);
  const size = cells.reduce((sum, {value}) => sum + value.length, 0);
  if (size > MAX_NOTEBOOK)
    throw limit(`Notebook ${id} would have ${size} characters; expected at most ${MAX_NOTEBOOK}.`);
}

const limit = (sentence: string): ScorebookError => new ScorebookError("NOTEBOOK_LIMIT", sentence);
