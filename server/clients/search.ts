import type {ModelRef} from "../../src/core/schema/score.ts";
import {shown} from "../../src/core/shown.ts";
import {invalidParameter} from "../rest/answers/parameters.ts";
import {type ClientFilter, createTest, looksAtScores} from "./filter.ts";
import {type ScoredColumns, UNKNOWN} from "./scoredColumns.ts";
import {DECISIONS, ofOneKind, type ScoredSet} from "./scoredSet.ts";

export const SORTS = [
  "clientId",
  "-clientId",
  "score",
  "-score",
  "probabilityOfDefault",
  "-probabilityOfDefault"
] as const;
export type Sort = (typeof SORTS)[number];

/** Fields of a client that come with its score. */
export const SCORE_FIELDS = [
  "score",
  "probabilityOfDefault",
  "decision",
  "rawScore",
  "inTraining"
] as const satisfies (keyof ScoredColumns)[];
export type ScoreField = (typeof SCORE_FIELDS)[number];

export interface ClientSearch extends ClientFilter {
  sort: Sort;
  /** clientId aside; columns of scores, the application and features. */
  fields: readonly string[];
  limit: number;
  /** What the page before gave as next. */
  after?: string;
}

export interface ClientPage {
  clients: Record<string, unknown>[];
  /** The next page's after; null on the last one. */
  next: number | string | null;
  /** How many there are on all pages. */
  total: number;
  /** Whose scores these are. */
  model: ModelRef;
}

/** A way through the clients: the position at each place, and the key that places are sorted by. */
interface Order {
  at(place: number): number;
  key(position: number): number;
  isDescending: boolean;
}

const isScoreField = (name: string): name is ScoreField => SCORE_FIELDS.includes(name as ScoreField);

/**
 * Finds a page of clients. Equal keys are sorted by id, and a page begins after the key and id where the one before
 * ended, so that no client is told twice or passed over.
 * @throws REQUEST_INVALID when `after` is none of this order, QUERY_…
 */
export function searchClients(
  set: ScoredSet,
  search: ClientSearch,
  signal: AbortSignal
): Promise<ClientPage> {
  return ofOneKind(set, () => searchOnce(set, search, signal));
}

async function searchOnce(set: ScoredSet, search: ClientSearch, signal: AbortSignal): Promise<ClientPage> {
  const {sort, fields, limit, after, where} = search;
  const {ids, cutoff, model} = set;
  const isByScore = !sort.endsWith("clientId");
  const needsScores = isByScore || looksAtScores(search) || fields.some(isScoreField);
  const scores = needsScores ? await set.scores(signal) : null;
  const matching = where === undefined ? null : await set.where(where, signal);
  const order = orderOf(sort, ids, scores);
  const test = createTest(search, {ids, scores, matching, cutoff});
  const first = after === undefined ? 0 : placeAfter(order, ids, sort, after);
  const found: number[] = [];
  let total = 0;
  for (let place = 0; place < ids.length; place++) {
    const position = order.at(place);
    if (!test(position)) continue;
    total++;
    if (place >= first && found.length <= limit) found.push(position);
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    clients: await describe(page),
    next: found.length > limit && last !== undefined ? tokenOf(last) : null,
    total,
    model
  };

  function tokenOf(position: number): number | string {
    const id = ids[position]!;
    return isByScore ? `${order.key(position)}:${id}` : id;
  }

  async function describe(positions: readonly number[]): Promise<Record<string, unknown>[]> {
    const others = fields.filter((name) => !isScoreField(name));
    const cells =
      others.length === 0
        ? null
        : await set.cells(
            positions.map((at) => ids[at]!),
            others,
            signal
          );
    return positions.map((at) => {
      const clientId = ids[at]!;
      const own = cells?.get(clientId) ?? [];
      const told = fields.map((name) => [
        name,
        isScoreField(name) ? scoreField(scores!, name, at) : (own[others.indexOf(name)] ?? null)
      ]);
      return {clientId, ...Object.fromEntries(told)};
    });
  }
}

/** Tells whether the model has learned from a client; null where nobody knows. */
export const learnedFrom = ({inTraining}: Pick<ScoredColumns, "inTraining">, at: number): boolean | null =>
  inTraining[at] === UNKNOWN ? null : inTraining[at] === 1;

/** Reads a field of the scores at a position. */
export function scoreField(
  scores: ScoredColumns,
  name: ScoreField,
  at: number
): number | string | boolean | null {
  if (name === "decision") return DECISIONS[scores.decision[at]!]!;
  return name === "inTraining" ? learnedFrom(scores, at) : scores[name][at]!;
}

function orderOf(sort: Sort, ids: Int32Array, scores: ScoredColumns | null): Order {
  const isDescending = sort.startsWith("-");
  const turn = (place: number) => (isDescending ? ids.length - 1 - place : place);
  const by = sort.replace("-", "");
  if (by === "clientId" || !scores) return {at: turn, key: (position) => ids[position]!, isDescending};
  const places = by === "score" ? scores.byScore : scores.byProbability;
  const keys = by === "score" ? scores.score : scores.probabilityOfDefault;
  return {at: (place) => places[turn(place)]!, key: (position) => keys[position]!, isDescending};
}

/** Finds the first place behind what a page ended with. */
function placeAfter({at, key, isDescending}: Order, ids: Int32Array, sort: Sort, after: string): number {
  const [lastKey, lastId] = parseAfter(sort, after);
  const sign = isDescending ? -1 : 1;
  const isBehind = (place: number) => {
    const position = at(place);
    const byKey = key(position) - lastKey;
    return sign * (byKey === 0 ? ids[position]! - lastId : byKey) > 0;
  };
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function parseAfter(sort: Sort, after: string): [key: number, id: number] {
  const isById = sort.endsWith("clientId");
  const parts = isById
    ? /^(\d{1,15})$/.exec(after)
    : /^(-?\d{1,15}(?:\.\d{1,25})?(?:e-\d{1,3})?):(\d{1,15})$/.exec(after);
  if (parts) return [Number(parts[1]), Number(parts[isById ? 1 : 2])];
  throw invalidParameter(
    "after",
    `${shown(after)}; expected the next of the page before${isById ? ", a client's id" : `, of the same sort (${sort})`}`
  );
}

/** Lists the positions that a filter lets through, by ascending id, and what they are of. @throws QUERY_… */
export function filterClients(
  set: ScoredSet,
  filter: ClientFilter,
  signal: AbortSignal
): Promise<{scores: ScoredColumns; positions: Int32Array; etag: string; model: ModelRef}> {
  return ofOneKind(set, async () => {
    const {ids, cutoff, etag, model} = set;
    const scores = await set.scores(signal);
    const matching = filter.where === undefined ? null : await set.where(filter.where, signal);
    const test = createTest(filter, {ids, scores, matching, cutoff});
    return {scores, positions: Int32Array.from(ids.keys()).filter(test), etag, model};
  });
}
