import {tableFromIPC} from "apache-arrow";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Decision, ModelRef} from "../../src/core/schema/score.ts";
import type {Queries} from "../query/queries.ts";
import {identifier} from "../query/tables.ts";
import {etagOf} from "../rest/answers/etag.ts";

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
}): ScoredSet {
  const {queries, ids, cutoff, model, madeFrom} = parts;
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

  async function read(): Promise<ScoredColumns> {
    // Not the caller's signal: others may be waiting for the same.
    const {signal} = new AbortController();
    const {body} = await queries.run({sql: SCORES, format: "arrow"}, signal);
    return columnsOf(body, ids);
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
      const reading = read().catch((error) => {
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
      const sql = `SELECT "clientId" FROM clients WHERE (${condition}\n)`;
      const {body} = await queries.run({sql, where: condition, format: "arrow"}, signal);
      const found = new Uint8Array(ids.length);
      const matching = tableFromIPC(body).getChild("clientId")?.toArray() ?? [];
      for (const id of matching as Iterable<number>) found[positionOf(ids, id)] = 1;
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

/** Stands for a client of whom nobody knows whether the model has learned from them. */
export const UNKNOWN = 2;
const SCORES = `SELECT "clientId", "rawScore", "probabilityOfDefault", "score"::SMALLINT AS score,
  CASE decision WHEN 'approve' THEN 0 WHEN 'refer' THEN 1 ELSE 2 END::INTEGER AS decision,
  coalesce("inTraining"::INTEGER, ${UNKNOWN}) AS "inTraining",
  (row_number() OVER (ORDER BY score, "clientId") - 1)::INTEGER AS "byScore",
  (row_number() OVER (ORDER BY "probabilityOfDefault", "clientId") - 1)::INTEGER AS "byProbability"
  FROM served ORDER BY "clientId"`;

function columnsOf(body: Buffer, ids: Int32Array): ScoredColumns {
  const table = tableFromIPC(body);
  const column = (name: string) => table.getChild(name)?.toArray() as ArrayLike<number>;
  const own = column("clientId");
  if (own.length !== ids.length || ids.some((id, i) => id !== own[i]))
    throw new ScorebookError(
      "FEATURES_MISSING",
      "The scores kept for queries are of other clients; compute the features again with npm run features."
    );
  return {
    ids,
    rawScore: Float64Array.from(column("rawScore")),
    probabilityOfDefault: Float64Array.from(column("probabilityOfDefault")),
    score: Int16Array.from(column("score")),
    decision: Uint8Array.from(column("decision")),
    inTraining: Uint8Array.from(column("inTraining")),
    byScore: placesOf(column("byScore")),
    byProbability: placesOf(column("byProbability"))
  };
}

/** Turns the rank of each position into the position of each rank. */
function placesOf(ranks: ArrayLike<number>): Int32Array {
  const places = new Int32Array(ranks.length);
  for (let i = 0; i < ranks.length; i++) places[ranks[i]!] = i;
  return places;
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
