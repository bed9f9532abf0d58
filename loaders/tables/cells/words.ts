import type {Cell} from "../../types.ts";
import type {ColumnSchema} from "../schema/column.ts";
import {possibleRange} from "./cells.ts";
import {isMissingWord} from "./missingWords.ts";

/**
 * Reads a text cell by the column's vocabulary: a known word, with or without blanks around it; null for NA and
 * its kin; undefined for a text that the vocabulary does not have.
 */
export function readWord({categories = []}: ColumnSchema, text: string): string | null | undefined {
  if (categories.includes(text)) return text;
  const trimmed = text.trim();
  if (categories.includes(trimmed)) return trimmed;
  return trimmed === "" || isMissingWord(trimmed) ? null : undefined;
}

/** Gives a cell as it counts: the word that a text is read as, null for what the column cannot hold. */
export function knownCell(column: ColumnSchema, cell: Cell): Cell {
  if (typeof cell === "string") return readWord(column, cell) ?? null;
  if (cell === null || cell === column.nullCode) return cell;
  const [low, high] = possibleRange(column);
  return cell >= low && cell <= high ? cell : null;
}
