import type {TableName} from "../../types.ts";

/** What was counted of one column of a file, over all its rows. */
export interface ColumnFacts {
  readonly name: string;
  /** Cells that are empty in the file. */
  readonly missing: number;
  /** Numbers that cannot be, counted as missing too; and the first different ones. */
  readonly impossible: number;
  readonly examples: readonly number[];
  /** The least and the greatest number that can be, codes for missing days aside; null when there is none. */
  readonly least: number | null;
  readonly most: number | null;
  /** Of a sample spread over the file, in the order of QUANTILES; empty for text and when there is no number. */
  readonly quantiles: readonly number[];
  /** Texts with their number of rows, the most frequent first; only of a text column. */
  readonly words?: readonly (readonly [string, number])[];
  /** Texts that the vocabulary does not have, likewise, the first of them; and how many rows and texts there are. */
  readonly unknown?: readonly (readonly [string, number])[];
  readonly unknownRows?: number;
  readonly unknownWords?: number;
  /** Texts that were understood as another word, or null for missing: text, word, rows. */
  readonly understood?: readonly (readonly [string, string | null, number])[];
}

/** What was counted of one file. */
export interface FileFacts {
  readonly table: TableName;
  readonly file: string;
  readonly rows: number;
  /** All but the ids, which the check knows to be whole. */
  readonly columns: readonly ColumnFacts[];
}

export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
