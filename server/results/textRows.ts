import {damagedResults} from "./faults.ts";

/**
 * Selects columns of text as bytes, each under a name: the driver ends the process on text that is not UTF-8, which
 * damaged text may be. A name with a blank is a column and what it is called.
 */
export const asBytes = (...columns: string[]): string =>
  columns
    .map((column) => {
      const [name, called = name] = column.split(" ");
      return `CAST(${name} AS BLOB) AS ${called}`;
    })
    .join(", ");

/** The driver gives a blob as the one or the other, by the call. */
const isBytes = (value: unknown): value is Uint8Array | ArrayBuffer =>
  value instanceof Uint8Array || value instanceof ArrayBuffer;

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

/** Reads a row whose texts were selected as bytes from the file at `path`. @throws STORAGE_DAMAGED */
export function readTexts<T extends object>(row: unknown, path: string): T {
  try {
    return Object.fromEntries(
      Object.entries(row as object)
        .filter(([name]) => name !== "_metadata")
        .map(([name, value]) => [name, isBytes(value) ? utf8.decode(value) : value])
    ) as T;
  } catch {
    throw damagedResults(path, "a text of it is not UTF-8");
  }
}

/** Parses JSON that was read from the file at `path`. @throws STORAGE_DAMAGED */
export function parseKept<T>(text: string, path: string): T {
  try {
    return JSON.parse(text) as T;
  } catch {
    throw damagedResults(path, "what is kept is no JSON any more");
  }
}
