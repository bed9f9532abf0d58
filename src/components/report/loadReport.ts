import type {Problem} from "../../core/errors.ts";
import type {DecisionAnswer} from "../../core/schema/decision.ts";
import type {Explanation} from "../../core/schema/explanation.ts";
import type {Decision} from "../../core/schema/score.ts";
import {ApiError, getJson, postJson} from "../api.ts";
import {fetchDecision, fetchHead, fetchLastDecision, fetchSession, type Session} from "../case/caseApi.ts";
import {
  type Bilingual,
  type ClientHistory,
  fetchExplanation,
  fetchHistory,
  fetchTables,
  type RawTable
} from "../client/clientApi.ts";
import type {ServedModel} from "../shell/provenance.ts";

/** What a client could change, each option verified by the server. */
export interface Recourse {
  options: {actions: {text: Bilingual}[]; score: number; decision: Decision}[];
  /** Said when there is no option. */
  message: Bilingual | null;
}

/** Everything that a report is made from, asked for at one time. */
export interface Report {
  explanation: Explanation;
  tables: readonly RawTable[];
  history: ClientHistory;
  recourse: Recourse | Problem;
  /** The newest decision; null when nobody has decided. */
  decision: DecisionAnswer | null;
  head: {seq: number; hash: string};
  model: ServedModel;
  session: Session;
  /** ISO 8601. */
  madeAt: string;
}

/** Asks for everything that a client's report is made from. @throws ApiError */
export async function loadReport(clientId: number): Promise<Report> {
  const [explanation, {tables}, history, recourse, last, head, model, session] = await Promise.all([
    fetchExplanation(clientId),
    fetchTables(),
    fetchHistory(clientId),
    postJson<Recourse>(`/v1/clients/${clientId}/recourse`, {}).catch(problemOf),
    fetchLastDecision(clientId),
    fetchHead(),
    getJson<ServedModel>("/v1/model"),
    fetchSession()
  ]);
  const decision = last && (await fetchDecision(last.id));
  const madeAt = new Date().toISOString();
  return {explanation, tables, history, recourse, decision, head, model, session, madeAt};
}

/** Keeps why there is no recourse, so that the report says so; everything else fails as a whole. */
function problemOf(error: unknown): Problem {
  if (error instanceof ApiError && error.problem) return error.problem;
  throw error;
}
