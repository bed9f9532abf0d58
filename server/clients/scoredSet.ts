import {tableFromIPC} from "apache-arrow";
import type {Decision, ModelRef} from "../../src/core/schema/score.ts";
import type {Queries} from "../query/queries.ts";
import {identifier} from "../query/tables.ts";
import {etagOf} from "../rest/answers/etag.ts";
import {PAGE_ROWS, readScored, type ScoredColumns} from "./scoredColumns.ts";

export const DECISIONS = ["approve", "refer", "decline"] as const satisfies Decision[];

/** The clients of a data set with what a model and a policy make of them. */
export interface ScoredSet {
  /** All clients, ascending. */
  readonly ids: Int32Array;
  /** Names that a condition and the fields of clients may have besides the columns of scores. */
  readonly columns: readonly string[];
  /** Points of the cut-off. */
  readonly cutoff: number;
  /** What scores now. */
  readonly model: ModelRef;
  /** Differs when data, model or policy are others. */
  readonly etag: string;
  /** Gives the scores, which are made when they are first asked for. @throws QUERY_BUSY while they are */
  scores(signal: AbortSignal): Promise<ScoredColumns>;
  /** Finds those for whom a condition in SQL on the columns of clients holds: 1 at their positions. @throws QUERY_… */
  where(condition: string, signal: AbortSignal): Promise<Uint8Array>;
  /** Reads columns of some clients: by id, one cell per column, as JSON. @throws QUERY_… */
  cells(
    ids: readonly number[],
    columns: readonly string[],
    signal: AbortSignal
  ): Promise<Map<number, unknown[]>>;
}

/** Conditions that are remembered, so that the next page of the same ones costs nothing. */
const REMEMBERED = 8;

/**
 * Creates the scored clients on the tables for queries: scores are read once from the table `served` and kept in
 * memory, 40 bytes a client.
 * @param madeFrom tells everything that determines the scores now; what was kept of others is forgotten
 */
export function createScoredSet(parts: {
  queries: Pick<Queries, "run" | "columns">;
  ids: Int32Array;
  cutoff: () => number;
  model: () => ModelRef;
  madeFrom: () => unknown;
  /** Rows asked for at a time; there is a good default. */
  pageRows?: number;
}): ScoredSet {
  const {queries, ids, cutoff, model, madeFrom, pageRows = PAGE_ROWS} = parts;
  const remembered = new Map<string, Uint8Array>();
  let columns: Promise<ScoredColumns> | undefined;
  let keptFor = "";

  /** Names what is served now, and forgets what was read of something else. */
  function present(): string {
    const etag = etagOf(JSON.stringify(madeFrom()));
    if (etag !== keptFor) {
      keptFor = etag;
      columns = undefined;
      remembered.clear();
    }
    return etag;
  }

  return {
    ids,
    columns: queries.columns.filter((name) => name !== "target"),
    get cutoff() {
      return cutoff();
    },
    get model() {
      return model();
    },
    get etag() {
      return present();
    },
    scores() {
      present();
      if (columns) return columns;
      const reading = readScored(queries, ids, pageRows).catch((error) => {
        if (columns === reading) columns = undefined;
        throw error;
      });
      columns = reading;
      return reading;
    },
    async where(condition, signal) {
      const askedFor = present();
      const known = remembered.get(condition);
      if (known) return known;
      const found = new Uint8Array(ids.length);
      for (let last = -(2 ** 31), isMore = true; isMore; ) {
        const sql = `SELECT "clientId" FROM clients WHERE (${condition}\n) AND "clientId" > ${last} ORDER BY "clientId" LIMIT ${pageRows}`;
        const {body, rows, truncated} = await queries.run({sql, where: condition, format: "arrow"}, signal);
        const matching = tableFromIPC(body).getChild("clientId")?.toArray() ?? [];
        for (const id of matching as Iterable<number>) {
          found[positionOf(ids, id)] = 1;
          last = id;
        }
        isMore = truncated || rows === pageRows;
      }
      if (present() !== askedFor) return found;
      if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value as string);
      remembered.set(condition, found);
      return found;
    },
    async cells(wanted, names, signal) {
      if (wanted.length === 0) return new Map();
      const sql = `SELECT "clientId", ${names.map(identifier).join(", ")} FROM clients WHERE "clientId" IN (${wanted.join(", ")})`;
      const {body} = await queries.run({sql, format: "json"}, signal);
      const {rows} = JSON.parse(body.toString("utf8")) as {rows: [number, ...unknown[]][]};
      return new Map(rows.map(([id, ...cells]) => [id, cells]));
    }
  };
}

/**
 * Answers what some work makes of a set, and does it again when scores or cut-off became others meanwhile, so that no
 * answer mixes two.
 */
export async function ofOneKind<T>(set: Pick<ScoredSet, "etag">, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const {etag} = set;
    const answer = await work();
    if (set.etag === etag) return answer;
  }
}

/** Finds a client by binary search; where the next greater one is when there is none. */
export function positionOf(ids: Int32Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
