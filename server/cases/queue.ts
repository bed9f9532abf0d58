import type {Policy} from "../../src/core/credit/policy.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {CaseState} from "../../src/core/schema/case.ts";
import type {Score} from "../../src/core/schema/score.ts";
import type {Queries} from "../query/queries.ts";
import type {Results} from "../results/results.ts";
import type {CaseStore} from "./store.ts";

/** One client in the work queue. */
export interface QueueItem {
  clientId: number;
  /** What is kept of their case; null when nobody has opened one. */
  case: Pick<CaseState, "version" | "status" | "claim" | "decision" | "changedAt" | "changedBy"> | null;
  score: number | null;
  decision: Score["decision"] | null;
  /** ISO 8601: when the case was changed, the score computed or the job failed. */
  at: string | null;
  /** Of a job that failed. */
  job: string | null;
  problem: string | null;
}

/** What there is to do. */
export interface WorkQueue {
  /** Cases by status and by who works on them, the one changed last first. */
  cases(filter: Parameters<CaseStore["list"]>[0]): Promise<QueueItem[]>;
  /** Clients within so many points of the cut-off who are not decided, the nearest first. @throws FEATURES_MISSING, QUERY_… */
  near(points: number, limit: number, signal: AbortSignal): Promise<QueueItem[]>;
  /** Scores that were computed last and declined, whose clients are not decided. */
  declined(limit: number): Promise<QueueItem[]>;
  /** Jobs that failed last. */
  failed(limit: number): Promise<QueueItem[]>;
}

/** Some of those that are asked for may be decided already; so many more are looked at. */
const SPARE = 4;

/** Creates the work queue over cases, results and scores. */
export function createWorkQueue(parts: {
  store: CaseStore;
  results: Pick<Results, "recent">;
  queries: Queries | null;
  policy: () => Policy;
}): WorkQueue {
  const {store, results, queries, policy} = parts;

  async function withCases(items: QueueItem[]): Promise<QueueItem[]> {
    if (items.length === 0) return items;
    const cases = await store.some(items.map(({clientId}) => clientId));
    const byClient = new Map(cases.map((state) => [state.clientId, told(state)]));
    return items.map((item) => ({...item, case: byClient.get(item.clientId) ?? null}));
  }
  const undecided = async (items: QueueItem[], limit: number) =>
    (await withCases(items)).filter((item) => item.case?.status !== "decided").slice(0, limit);

  return {
    async cases(filter) {
      const cases = await store.list(filter);
      return cases.map((state) => ({
        ...EMPTY,
        clientId: state.clientId,
        case: told(state),
        at: state.changedAt
      }));
    },
    async near(points, limit, signal) {
      if (!queries)
        throw new ScorebookError(
          "FEATURES_MISSING",
          "There are no scores of all clients here; ask without ?near=."
        );
      const {score} = policy().cutoff;
      const distance = `abs(score - CAST('${score}' AS DOUBLE))`;
      const sql = `SELECT clientId, score, decision FROM scores WHERE ${distance} <= ${points} ORDER BY ${distance}, clientId LIMIT ${limit * SPARE}`;
      const {body} = await queries.run({sql, format: "json"}, signal);
      const {rows} = JSON.parse(body.toString("utf8")) as {rows: [number, number, Score["decision"]][]};
      return undecided(
        rows.map(([clientId, score, decision]) => ({...EMPTY, clientId, score, decision})),
        limit
      );
    },
    async declined(limit) {
      const jobs = await results.recent({status: "done", decision: "decline", limit: limit * SPARE});
      const items = jobs.map(({clientId, body, finishedAt}) => {
        const {score, decision} = JSON.parse(body) as Score;
        return {...EMPTY, clientId, score, decision, at: finishedAt};
      });
      return undecided(items, limit);
    },
    async failed(limit) {
      const jobs = await results.recent({status: "failed", limit});
      return withCases(
        jobs.map(({clientId, job, body, finishedAt}) => {
          const {detail} = JSON.parse(body) as {detail: string};
          return {...EMPTY, clientId, job, problem: detail, at: finishedAt};
        })
      );
    }
  };
}

const EMPTY = {case: null, score: null, decision: null, at: null, job: null, problem: null};

const told = ({
  version,
  status,
  claim,
  decision,
  changedAt,
  changedBy
}: CaseState): NonNullable<QueueItem["case"]> => ({
  version,
  status,
  claim,
  decision,
  changedAt,
  changedBy
});
