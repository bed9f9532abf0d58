import type {StudyAnswer, StudyTrial} from "../../core/schema/study.ts";

/** A trial that has a value, and the best value until then. */
export interface HistoryPoint {
  number: number;
  state: StudyTrial["state"];
  value: number;
  fixed: boolean;
  /** Of the complete ones so far; null before the first. */
  best: number | null;
}

/** Follows the objective from trial to trial; a pruned trial has what it reported last, and is never the best. */
export function historyData({list, direction}: StudyAnswer): HistoryPoint[] {
  let best: number | null = null;
  return list.flatMap(({number, state, value, fixed}) => {
    if (value === null || (state !== "complete" && state !== "pruned")) return [];
    if (state === "complete")
      best = best === null ? value : direction === "minimize" ? Math.min(best, value) : Math.max(best, value);
    return [{number, state, value, fixed, best}];
  });
}
