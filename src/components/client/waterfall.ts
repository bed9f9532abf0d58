import type {Explanation, FeatureContribution} from "../../core/schema/explanation.ts";

/** One step from the base points to the score. start + points = end, and each step starts where the last one ended. */
export interface WaterfallStep {
  kind: "base" | "feature" | "others" | "score";
  /** Set on feature steps. */
  feature: FeatureContribution | null;
  /** How many features a step of kind "others" stands for. */
  count: number;
  points: number;
  start: number;
  end: number;
}

/**
 * Lays out an explanation as steps in points: the base, the `limit` strongest features, all others as one step, the
 * score. The last end is the score, to the last point.
 */
export function waterfallData(explanation: Explanation, limit: number): WaterfallStep[] {
  const {basePoints, features, residualPoints, score} = explanation;
  const steps: WaterfallStep[] = [
    {kind: "base", feature: null, count: 0, points: basePoints, start: 0, end: basePoints}
  ];
  let end = basePoints;
  const add = (
    kind: "feature" | "others",
    feature: FeatureContribution | null,
    count: number,
    points: number
  ) => {
    steps.push({kind, feature, count, points, start: end, end: end + points});
    end += points;
  };
  for (const feature of features.slice(0, limit)) add("feature", feature, 1, feature.points);
  const others = features.slice(limit);
  if (others.length > 0) {
    const points = others.reduce((sum, feature) => sum + feature.points, residualPoints);
    add("others", null, others.length, points);
  }
  steps.push({kind: "score", feature: null, count: 0, points: score, start: 0, end: score});
  return steps;
}
