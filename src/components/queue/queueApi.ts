import {getJson, postJson} from "../api.ts";
import {newId} from "../notebook/store.ts";
import type {ListName, QueueItem} from "./queueData.ts";

/** So many items of a list are fetched; a count beyond says "more". */
export const MOST = 100;

/** What was fetched of a list; `isMore` tells that there are others beyond. */
export interface Fetched {
  items: QueueItem[];
  isMore: boolean;
}

/** Fetches one list of the work queue. @throws ApiError */
export async function fetchList(list: ListName, near: number): Promise<Fetched> {
  const asked = list === "near" ? `near=${near}` : `status=${list}`;
  const {items, next} = await getJson<{items: QueueItem[]; next: string | null}>(
    `/v1/cases?${asked}&limit=${MOST}`
  );
  return {items, isMore: next !== null || items.length >= MOST};
}

/** Takes a case, or gives it back. @throws ApiError CASE_CHANGED when somebody else has it */
export const claimCase = (clientId: number, claim: boolean, by: string | undefined): Promise<unknown> =>
  postJson(`/v1/cases/${clientId}`, {claim, ...(by !== undefined && {by})}, {"idempotency-key": newId()});
