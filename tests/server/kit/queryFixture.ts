import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {generateDemo} from "../../../data/demo/generate.ts";
import {buildFeatures} from "../../../loaders/batch/build.ts";
import {openHistory} from "../../../loaders/history/read.ts";
import {openFeatureStore} from "../../../loaders/store.ts";
import type {ClientRows} from "../../../loaders/types.ts";
import {createSystemClock} from "../../../server/clock.ts";
import type {AnswerFormat} from "../../../server/query/answers/answer.ts";
import type {QueryLimits} from "../../../server/query/limits.ts";
import {openQueries} from "../../../server/query/open.ts";
import type {Queries} from "../../../server/query/queries.ts";
import {readModel} from "../../../server/scoring/modelStore.ts";
import {createPolicy, type PolicyLimits} from "../../../src/core/credit/policy.ts";
import {PATIENT} from "./patientLimits.ts";

/** Makes a small data set with features and history in a folder of its own. */
export async function createQuerySet(clients = 300): Promise<{data: string; remove: () => void}> {
  const data = mkdtempSync(join(tmpdir(), "scorebook-query-"));
  await generateDemo({clients, seed: 11, out: data});
  await buildFeatures(data);
  return {data, remove: () => rmSync(data, {recursive: true, force: true})};
}

/** Opens queries on a data set and a model, the committed one unless another folder is given. */
export function openTestQueries(
  data: string,
  limits: Partial<QueryLimits> = {},
  modelDir = join("models", "demo"),
  limitsNow: () => PolicyLimits | null = () => null
): Queries {
  const files = readModel(modelDir);
  return openQueries({
    config: {data, cost: {}, score: {}},
    model: () => files,
    store: openFeatureStore(data),
    policy: () => createPolicy(files.manifest, {limits: limitsNow() ?? undefined}),
    clock: createSystemClock(),
    limits: {...PATIENT, ...limits}
  });
}

export interface JsonAnswer {
  columns: {name: string; type: string}[];
  rows: unknown[][];
  truncated: boolean;
}

/** Asks as nobody who would cancel. */
export const ask = (queries: Pick<Queries, "run">, sql: string, format: AnswerFormat = "json") =>
  queries.run({sql, format}, new AbortController().signal);

/** Asks for JSON and parses it. */
export async function askJson(queries: Pick<Queries, "run">, sql: string): Promise<JsonAnswer> {
  return JSON.parse((await ask(queries, sql)).body.toString("utf8"));
}

/** All clients' rows as the history gives them: the judge of what SQL says. */
export function rowsOfClients(data: string): ({id: number} & ClientRows)[] {
  const history = openHistory(join(data, "history"));
  const all = [...history.clients].map((id) => ({id, ...history.rows(id)}));
  history.close();
  return all;
}
