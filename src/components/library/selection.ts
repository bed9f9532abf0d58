import {createStream, type Stream} from "./stream.ts";

/** What is chosen on a page: name → value or values. Numbers and texts, as an address can hold them. */
export type Selection = Readonly<Record<string, SelectionValue>>;
export type SelectionValue = string | number | readonly (string | number)[];
/** What to change: undefined, null and an empty list take a name away. */
export type SelectionChange = Readonly<Record<string, SelectionValue | null | undefined>>;

/** Where an address is kept; the page's own by default. */
export interface Address {
  read(): string;
  write(query: string): void;
  /** Calls back when somebody goes back or forward. */
  onMove(changed: () => void): void;
}

/** The selection as one value over time: a cell that reads it is run anew when it changes. */
export interface SelectionState extends Stream<Selection> {
  value: Selection;
}

/** Creates a selection that is kept in an address, and what changes it. */
export function createSelection(address: Address): {
  selection: SelectionState;
  select(change: SelectionChange): void;
} {
  const {stream, push} = createStream<Selection>((_, later) => later);
  let value = parseSelection(address.read());
  const set = (next: Selection) => {
    value = next;
    push(value);
  };
  push(value);
  address.onMove(() => set(parseSelection(address.read())));
  const put = (next: SelectionChange) => {
    const query = selectionToQuery(next);
    if (query === selectionToQuery(value)) return;
    address.write(query);
    set(parseSelection(query));
  };
  const selection = Object.defineProperty(stream, "value", {get: () => value, set: put}) as SelectionState;
  return {selection, select: (change) => put({...value, ...change})};
}

/** Writes a selection as the query of an address, names in the order of the alphabet. */
export function selectionToQuery(selection: SelectionChange): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(selection).sort())
    for (const one of [selection[name] ?? []].flat()) query.append(name, String(one));
  return query.toString();
}

/** Reads a selection from the query of an address: what looks like a number is one, and several values are a list. */
export function parseSelection(query: string): Selection {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name).map(parseValue);
      return [name, values.length === 1 ? values[0]! : values];
    })
  );
}

function parseValue(text: string): string | number {
  const number = Number(text);
  return text !== "" && Number.isFinite(number) && String(number) === text ? number : text;
}

/** The query of the page's own address. */
export const pageAddress: Address = {
  read: () => location.search,
  write(query) {
    history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
  },
  onMove: (changed) => addEventListener("popstate", changed)
};
