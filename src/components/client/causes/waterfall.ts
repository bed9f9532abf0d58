import type {CauseContribution, Explanation} from "../../../core/schema/explanation.ts";

/** One step from the base points to the score. start + points = end, and each step starts where the last one ended. */
export interface WaterfallStep {
  kind: "base" | "cause" | "others" | "score";
  /** Set on cause steps. */
  cause: CauseContribution | null;
  /** How many causes a step of kind "others" stands for. */
  count: number;
  points: number;
  start: number;
  end: number;
}

/**
 * Lays out an explanation as steps in points: the base, the `limit` strongest causes, all others as one step, the
 * score. The last end is the score, to the last point.
 */
export function waterfallData(explanation: Explanation, limit: number): WaterfallStep[] {
  const {basePoints, causes, residualPoints, score} = explanation;
  const steps: WaterfallStep[] = [
    {kind: "base", cause: null, count: 0, points: basePoints, start: 0, end: basePoints}
  ];
  let end = basePoints;
  const add = (kind: "cause" | "others", cause: CauseContribution | null, count: number, points: number) => {
    steps.push({kind, cause, count, points, start: end, end: end + points});
    end += points;
  };
  for (const cause of causes.slice(0, limit)) add("cause", cause, 1, cause.points);
  const others = causes.slice(limit);
  if (others.length > 0) {
    const points = others.reduce((sum, cause) => sum + cause.points, residualPoints);
    add("others", null, others.length, points);
  }
  steps.push({kind: "score", cause: null, count: 0, points: score, start: 0, end: score});
  return steps;
}
