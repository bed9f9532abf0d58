import {ScorebookError} from "../errors.ts";
import type {JournalRecord} from "./operations.ts";

/** Stands for a bare token inside a JSON text; no such string occurs in a study. */
const MARK = "\u0000number:";
const TOKENS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY
};

/** Writes a value as Python does: as JSON, with NaN, Infinity and -Infinity as bare tokens. */
export function stringifyPython(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "number" && !Number.isFinite(part) ? `${MARK}${part}` : part
  );
  return text.replaceAll(/"\\u0000number:(-?Infinity|NaN)"/g, "$1");
}

/**
 * Reads a value that was written so.
 * @throws SyntaxError when it is not
 */
export function parsePython(text: string): unknown {
  const marked = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (found) =>
    found.startsWith('"') ? found : `"\\u0000number:${found}"`
  );
  return JSON.parse(marked, (_, part: unknown) =>
    typeof part === "string" && part.startsWith(MARK) ? TOKENS[part.slice(MARK.length)] : part
  );
}

/**
 * Reads the whole lines of a journal; what follows the last line's end is still being written.
 * @param firstLine the number of the text's first line, for the message
 * @throws SEARCH_INVALID when a line is no record
 */
export function parseJournal(text: string, firstLine = 1): JournalRecord[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .flatMap((line, i) => {
      if (line.trim() === "") return [];
      try {
        return [parsePython(line) as JournalRecord];
      } catch {
        throw new ScorebookError(
          "SEARCH_INVALID",
          `Line ${firstLine + i} of the journal is no JSON object: ${line.slice(0, 60)}`
        );
      }
    });
}
