/** A selection under a name that a reader gave it; the query is that of the address. */
export interface SavedSelection {
  name: string;
  query: string;
}

const KEY = "scorebook.selections";

/** Reads what this browser keeps, in the order in which it was kept; nothing when it keeps nothing or may not. */
export function readSaved(storage: Pick<Storage, "getItem"> = localStorage): SavedSelection[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isSaved) : [];
  } catch {
    return [];
  }
}

const isSaved = (one: unknown): one is SavedSelection =>
  typeof (one as SavedSelection | null)?.name === "string" &&
  typeof (one as SavedSelection).query === "string";

/** Keeps a selection, in place of one of the same name. */
export const withSaved = (saved: readonly SavedSelection[], one: SavedSelection): SavedSelection[] => [
  ...saved.filter(({name}) => name !== one.name),
  one
];

/** Keeps all of them in this browser; one that may keep nothing forgets them with the page. */
export function writeSaved(
  saved: readonly SavedSelection[],
  storage: Pick<Storage, "setItem"> = localStorage
): void {
  try {
    storage.setItem(KEY, JSON.stringify(saved));
  } catch {
    // A browser without storage, or a full one.
  }
}
