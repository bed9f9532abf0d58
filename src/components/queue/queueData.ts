import type {CaseState} from "../../core/schema/case.ts";
import type {Decision} from "../../core/schema/score.ts";

/** What there is to do, in the order in which it is offered. */
export const LISTS = ["near", "declined", "awaiting", "open", "failed"] as const;
export type ListName = (typeof LISTS)[number];

/** One client in a list of the work queue, as GET /v1/cases tells it. */
export interface QueueItem {
  clientId: number;
  /** null when nobody has opened a case. */
  case: Pick<CaseState, "version" | "status" | "claim" | "decision" | "changedAt" | "changedBy"> | null;
  /** Points; null in lists of cases and failed jobs. */
  score: number | null;
  decision: Decision | null;
  /** ISO 8601. */
  at: string | null;
  job: string | null;
  /** What went wrong, of a job that failed. */
  problem: string | null;
}

/** Whose cases are shown. */
export const OWNERS = ["all", "none", "me", "others"] as const;
export type Owner = (typeof OWNERS)[number];

/** How near to the cut-off a client has to be, in points. */
export const DISTANCES = [5, 10, 20, 50] as const;

/** What the queue shows; it is kept in the address. */
export interface QueueView {
  list: ListName;
  /** First digits of a client's id. */
  client: string;
  owner: Owner;
  /** Points from the cut-off. */
  near: number;
}

export const FIRST_VIEW: QueueView = {list: "near", client: "", owner: "all", near: 10};

/** Reads the view from an address; what it does not know stays as it is at first. */
export function viewFromAddress(search: string): QueueView {
  const given = new URLSearchParams(search);
  const oneOf = <T extends string | number>(all: readonly T[], name: string, first: T): T =>
    all.find((one) => String(one) === given.get(name)) ?? first;
  return {
    list: oneOf(LISTS, "list", FIRST_VIEW.list),
    client: /^\d{1,10}$/.test(given.get("client") ?? "") ? given.get("client")! : "",
    owner: oneOf(OWNERS, "owner", FIRST_VIEW.owner),
    near: oneOf(DISTANCES, "near", FIRST_VIEW.near)
  };
}

/** Writes a view as the query of an address; what is as at first is left out. */
export function viewToAddress(view: QueueView): string {
  const query = new URLSearchParams();
  for (const name of ["list", "client", "owner", "near"] as const)
    if (view[name] !== FIRST_VIEW[name]) query.set(name, String(view[name]));
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** Lets the items through that a view asks for; their order stays. */
export function shownItems(items: readonly QueueItem[], {client, owner}: QueueView, me: string): QueueItem[] {
  const isOwned: Record<Owner, (by: string | undefined) => boolean> = {
    all: () => true,
    none: (by) => by === undefined,
    me: (by) => by === me,
    others: (by) => by !== undefined && by !== me
  };
  return items.filter(
    (item) => String(item.clientId).startsWith(client) && isOwned[owner](item.case?.claim?.by)
  );
}

/**
 * Finds the next client to work on: the first after `after` in the list, else the first of all, whom nobody else works on
 * and, where a second person is awaited, on whom oneself has not decided. null when there is none.
 */
export function nextItem(
  items: readonly QueueItem[],
  me: string,
  after: number | null = null
): QueueItem | null {
  const isFree = (item: QueueItem) => {
    const by = item.case?.claim?.by;
    const isOwn = item.case?.status === "awaiting" && item.case.decision?.by === me;
    return item.clientId !== after && !isOwn && (by === undefined || by === me);
  };
  const at = items.findIndex(({clientId}) => clientId === after);
  return items.slice(at + 1).find(isFree) ?? items.find(isFree) ?? null;
}
