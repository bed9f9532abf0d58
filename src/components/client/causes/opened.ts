/** What a reader has opened of an explanation: a cause, and perhaps one of its features. */
export interface Opened {
  cause: string | null;
  feature: string | null;
}

export const NOTHING_OPENED: Opened = {cause: null, feature: null};

/** Reads what is opened from the search of an address: `open=CAUSE` or `open=CAUSE/FEATURE`. */
export function openedIn(search: string): Opened {
  const [cause, feature] = (new URLSearchParams(search).get("open") ?? "").split("/");
  return cause ? {cause, feature: feature || null} : NOTHING_OPENED;
}

/** Writes what is opened into the search of an address; other parameters stay. */
export function withOpened(search: string, {cause, feature}: Opened): string {
  const params = new URLSearchParams(search);
  params.delete("open");
  const others = params.toString();
  if (cause === null) return others && `?${others}`;
  const open = `open=${[cause, feature]
    .filter((part) => part !== null)
    .map(encodeURIComponent)
    .join("/")}`;
  return `?${others && `${others}&`}${open}`;
}
