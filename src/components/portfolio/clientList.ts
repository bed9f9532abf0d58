import type {Portfolio} from "./portfolio.ts";

export type ClientOrder = "lowest" | "highest" | "id";

/** One line of the list of clients. */
export interface ListedClient {
  clientId: number;
  score: number;
  probabilityOfDefault: number;
  age: number;
  /** 1 = default, 0 = repaid, −1 = not known yet. */
  target: number;
}

/** Lists the first `limit` clients of a selection in an order; equal scores by ascending id. */
export function clientListData(
  portfolio: Portfolio,
  selected: ArrayLike<number>,
  order: ClientOrder,
  limit: number
): ListedClient[] {
  const {clientId, score} = portfolio;
  const sign = order === "highest" ? -1 : 1;
  const byId = (a: number, b: number) => clientId[a]! - clientId[b]!;
  const compare =
    order === "id" ? byId : (a: number, b: number) => sign * (score[a]! - score[b]!) || byId(a, b);
  const first: number[] = [];
  for (let at = 0; at < selected.length; at++) {
    const i = selected[at]!;
    if (first.length === limit && compare(i, first[limit - 1]!) >= 0) continue;
    const place = first.findIndex((other) => compare(i, other) < 0);
    first.splice(place < 0 ? first.length : place, 0, i);
    if (first.length > limit) first.pop();
  }
  return first.map((i) => ({
    clientId: clientId[i]!,
    score: score[i]!,
    probabilityOfDefault: portfolio.probabilityOfDefault[i]!,
    age: portfolio.age[i]!,
    target: portfolio.target[i]!
  }));
}
