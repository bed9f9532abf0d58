import type {Decision, Score} from "../../../core/schema/score.ts";
import type {Range} from "./filters.ts";

/** Tells which scores are decided how, in whole points, both ends included; as scores never contradict decisions. */
export function decisionRanges({score, refer}: Score["cutoff"]): {decision: Decision; range: Range}[] {
  const from = Math.ceil(score);
  const approveFrom = refer ? Math.ceil(refer.score) : from;
  return [
    {decision: "decline", range: [null, from - 1]},
    ...(refer ? [{decision: "refer" as const, range: [from, approveFrom - 1] as const}] : []),
    {decision: "approve", range: [approveFrom, null]}
  ];
}
