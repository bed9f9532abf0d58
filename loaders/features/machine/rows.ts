import type {ClientTable} from "../../types.ts";

/** The rows of one raw table for the clients of a chunk; rows of one client are contiguous. */
export interface TableRows {
  count: number;
  /** For each row, the index of its client in the chunk. */
  client: Int32Array;
  /** Client c has the rows ranges[2c] … ranges[2c + 1] − 1; where it is not known it is found from the rows. */
  ranges?: Int32Array;
  /** Writes the column's values into out[0 … count): NaN where missing, a category as its code. */
  fill(column: string, out: Float64Array): void;
  /**
   * The same to a place in the memory of the kernel that holds the rows, with room for a multiple of 16 values; there
   * only where a kernel does. `unknown` stands for missing, too.
   */
  fillAt?(column: string, out: number, unknown?: number): void;
}

/** Some clients with their raw rows. Every client has exactly one row in `application`, in client order. */
export interface Chunk {
  clients: number;
  tables: Record<ClientTable, TableRows>;
}
