import type {Caller} from "../../core/access/roles.ts";
import type {CaseChange, CaseFact} from "../../core/schema/case.ts";
import type {DecisionAnswer, DecisionSummary} from "../../core/schema/decision.ts";
import type {Score} from "../../core/schema/score.ts";
import {getJson, postJson} from "../api.ts";
import type {ChainRecord} from "./verifyRecord.ts";

/** Who asks, and whether everybody may ask, who then say themselves who they are. */
export type Session = Caller & {isOpen: boolean};

export const fetchSession = (): Promise<Session> => getJson("/v1/session");

/** Changes a case; sent again with the same key, it is done once. @throws ApiError */
export const sendChange = (clientId: number, change: CaseChange, key: string): Promise<CaseFact> =>
  postJson(`/v1/cases/${clientId}`, change, {"idempotency-key": key});

/** Confirms or refuses a decision that waits for a second person. @throws ApiError */
export const settleDecision = (
  id: number,
  verdict: "confirm" | "refuse",
  body: {note?: string; by?: string}
): Promise<DecisionAnswer> => postJson(`/v1/decisions/${id}/${verdict}`, body);

/** Fetches a client's newest decision; null when there is none. @throws ApiError */
export async function fetchLastDecision(clientId: number): Promise<DecisionSummary | null> {
  const {decisions} = await getJson<{decisions: DecisionSummary[]}>(
    `/v1/decisions?client=${clientId}&limit=1`
  );
  return decisions[0] ?? null;
}

/** Scores a client as the records, the model and the cut-off are now. @throws ApiError */
export const fetchJudged = (clientId: number): Promise<Score> => getJson(`/v1/clients/${clientId}/score`);

export const fetchDecision = (id: number): Promise<DecisionAnswer> => getJson(`/v1/decisions/${id}`);
export const fetchRecord = (seq: number): Promise<ChainRecord> => getJson(`/v1/audit/records/${seq}`);
export const fetchHead = (): Promise<{seq: number; hash: string}> => getJson("/v1/audit/head");
