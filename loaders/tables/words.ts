import {isMissingWord} from "./missingWords.ts";
import type {ColumnSchema} from "./schema/column.ts";

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
