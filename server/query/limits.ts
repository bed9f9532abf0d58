/** What one query may take. */
export interface QueryLimits {
  /** Characters of a statement. */
  statementLength: number;
  /** Rows of an answer; the rest is left out and the answer says so. */
  rows: number;
  /** Bytes of an answer; a larger one is refused. */
  bytes: number;
  /** Milliseconds from the start of the statement to its last row. */
  timeMs: number;
  /** Milliseconds that an interrupted statement has to stop; then its process is killed. */
  graceMs: number;
  /** MiB that DuckDB may use; nothing is spilled to disk. */
  memoryMib: number;
  /** MiB of a whole query process; one that has more ends itself. */
  processMib: number;
  threads: number;
  /** Queries that are answered at the same time, each by a process of its own. */
  processes: number;
  /** Queries that may wait for their turn. */
  waiting: number;
  /** Milliseconds that a query waits for its turn, or for a table that is being made. */
  waitMs: number;
}

export const QUERY_LIMITS: Readonly<QueryLimits> = {
  statementLength: 32_768,
  rows: 1_000_000,
  bytes: 64 << 20,
  timeMs: 10_000,
  graceMs: 1_000,
  memoryMib: 768,
  processMib: 1_536,
  threads: 2,
  processes: 2,
  waiting: 16,
  waitMs: 15_000
};
