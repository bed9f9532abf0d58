import {type Table, tableFromIPC} from "apache-arrow";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Queries} from "../query/queries.ts";

/** All clients as the served model scores them now; one position per client, ids ascending. */
export interface ScoredColumns {
  readonly ids: Int32Array;
  readonly rawScore: Float64Array;
  readonly probabilityOfDefault: Float64Array;
  /** Points. */
  readonly score: Int16Array;
  /** Places in DECISIONS. */
  readonly decision: Uint8Array;
  /** 1 when the model has learned from the client, 0 when not, UNKNOWN where nobody can tell. */
  readonly inTraining: Uint8Array;
  /** Positions by ascending score, then id. */
  readonly byScore: Int32Array;
  /** Positions by ascending probability of default, then id. */
  readonly byProbability: Int32Array;
}

/** Stands for a client of whom nobody knows whether the model has learned from them. */
export const UNKNOWN = 2;
const SCORES = `SELECT "clientId", "rawScore", "probabilityOfDefault", "score"::SMALLINT AS score,
  CASE decision WHEN 'approve' THEN 0 WHEN 'refer' THEN 1 ELSE 2 END::INTEGER AS decision,
  coalesce("inTraining"::INTEGER, ${UNKNOWN}) AS "inTraining",
  (row_number() OVER (ORDER BY score, "clientId") - 1)::INTEGER AS "byScore",
  (row_number() OVER (ORDER BY "probabilityOfDefault", "clientId") - 1)::INTEGER AS "byProbability"
  FROM served ORDER BY "clientId"`;

/** Rows asked for at a time: less than an answer may have. */
export const PAGE_ROWS = 500_000;

/**
 * Reads the scores of all clients from the table `served`, some rows at a time.
 * @throws QUERY_BUSY while the table is made, FEATURES_MISSING when it is of other clients
 */
export async function readScored(
  queries: Pick<Queries, "run">,
  ids: Int32Array,
  pageRows: number
): Promise<ScoredColumns> {
  // Not the caller's signal: others may be waiting for the same.
  const {signal} = new AbortController();
  const read = createColumns(ids);
  let first = 0;
  for (let isMore = true; isMore; ) {
    const sql = `${SCORES} LIMIT ${pageRows} OFFSET ${first}`;
    const {body, rows, truncated} = await queries.run({sql, format: "arrow"}, signal);
    fill(read, tableFromIPC(body), first, rows);
    first += rows;
    isMore = truncated || rows === pageRows;
  }
  return whole(read, first);
}

/** Makes room for the columns of so many clients. */
function createColumns(ids: Int32Array) {
  const {length} = ids;
  return {
    ids,
    rawScore: new Float64Array(length),
    probabilityOfDefault: new Float64Array(length),
    score: new Int16Array(length),
    decision: new Uint8Array(length),
    inTraining: new Uint8Array(length),
    byScore: new Int32Array(length),
    byProbability: new Int32Array(length)
  } satisfies ScoredColumns;
}

type Columns = ReturnType<typeof createColumns>;

/** Puts rows where they belong; ranks become positions. @throws FEATURES_MISSING when they are of other clients */
function fill(columns: Columns, table: Table, first: number, rows: number): void {
  const column = (name: string) => table.getChild(name)?.toArray() as ArrayLike<number>;
  const {ids} = columns;
  const own = column("clientId");
  for (let i = 0; i < rows; i++) if (own[i] !== ids[first + i]) throw ofOthers();
  for (const name of ["rawScore", "probabilityOfDefault", "score", "decision", "inTraining"] as const)
    if (rows > 0) columns[name].set(column(name), first);
  for (const name of ["byScore", "byProbability"] as const) {
    const ranks = column(name);
    for (let i = 0; i < rows; i++) columns[name][ranks[i]!] = first + i;
  }
}

function whole(columns: Columns, rows: number): ScoredColumns {
  if (rows !== columns.ids.length) throw ofOthers();
  return columns;
}

const ofOthers = (): ScorebookError =>
  new ScorebookError(
    "FEATURES_MISSING",
    "The scores kept for queries are of other clients; compute the features again with npm run features."
  );
