import type {ReasonCode} from "../schema/explanation.ts";
import type {Decision} from "../schema/score.ts";
import {type CauseText, causeToText} from "./causes.ts";

export interface ReasonInput {
  /** Model order, as are `contributions` and `reference`. */
  features: readonly {name: string; cause: string; label: CauseText}[];
  /** SHAP values of the client, raw log-odds of default. */
  contributions: ArrayLike<number>;
  /** Mean SHAP values of the clients near the cut-off. */
  reference: ArrayLike<number>;
  /** Points that one unit of raw log-odds takes away. */
  pointsPerUnit: number;
  decision: Decision;
  /** At most so many reasons; 4 by default. */
  limit?: number;
}

interface Group {
  cause: string;
  points: number;
  strongest: number;
  strongestPoints: number;
}

const LEAST_POINTS = 0.5;

/** Sums points lost against a reference by cause; the greatest loss first, then by name. */
function rankCauses(
  {features, contributions, pointsPerUnit}: ReasonInput,
  reference: ArrayLike<number>
): Group[] {
  const groups = new Map<string, Group>();
  features.forEach(({cause}, i) => {
    const points = -pointsPerUnit * (contributions[i]! - reference[i]!);
    const group = groups.get(cause) ?? {cause, points: 0, strongest: i, strongestPoints: points};
    group.points += points;
    if (points < group.strongestPoints) Object.assign(group, {strongest: i, strongestPoints: points});
    groups.set(cause, group);
  });
  return [...groups.values()].sort((a, b) => a.points - b.points || (a.cause < b.cause ? -1 : 1));
}

/**
 * Ranks the adverse reasons. Rule: a cause's points are those that its features add to this client's score, less
 * what they add on average for the clients near the cut-off; causes that cost at least half a point are told,
 * the costliest first, each cause once. A decline has at least one: where no cause falls half a point short of
 * the cut-off's clients, the costliest is told, measured if need be against the average client.
 */
export function adverseReasons(input: ReasonInput): ReasonCode[] {
  const {features, decision, limit = 4} = input;
  let causes = rankCauses(input, input.reference);
  let adverse = causes.filter(({points}) => points <= -LEAST_POINTS);
  if (adverse.length === 0 && decision === "decline") {
    if (!(causes[0] && causes[0].points < 0)) causes = rankCauses(input, new Float64Array(features.length));
    adverse = causes.slice(0, 1).filter(({points}) => points < 0);
  }
  return adverse.slice(0, limit).map(({cause, points, strongest}, i) => ({
    rank: i + 1,
    code: cause,
    feature: features[strongest]!.name,
    points: Math.min(Math.round(points * 10) / 10, -0.1),
    text: causeToText(cause, features[strongest]!.label)
  }));
}
