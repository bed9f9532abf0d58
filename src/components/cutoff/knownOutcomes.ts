import {probabilityToLogOdds} from "../../core/credit/logOdds.ts";
import {logOddsToPoints, type Scale} from "../../core/credit/scale.ts";
import {type OutcomesByPoints, outcomesByPoints} from "../../core/metrics/outcomesByPoints.ts";
import type {Portfolio} from "../../core/portfolio/portfolio.ts";
import {type SegmentName, type SegmentVariable, segmentation} from "../portfolio/segments/segments.ts";

/** What probabilities that are kept as Float32 may be off, in points: a client exactly on a limit stays on the safer side. */
const FLOAT32_NOISE = 1e-4;

/**
 * Computes the points of all clients by position, unrounded, so that any whole limit divides them as it would when it
 * is in force. They follow from probabilities, which no cut-off changes.
 */
export function exactPoints({probabilityOfDefault}: Portfolio, scale: Scale): Float64Array {
  return Float64Array.from(
    probabilityOfDefault,
    (p) => logOddsToPoints(scale, probabilityToLogOdds(p)) + FLOAT32_NOISE
  );
}

/** Counts the clients of each segment of a variable by points and outcome; segments without a known outcome are left out. */
export function groupOutcomes(
  portfolio: Portfolio,
  points: ArrayLike<number>,
  variable: SegmentVariable
): {name: SegmentName; outcomes: OutcomesByPoints}[] {
  const {names, segmentOf} = segmentation(portfolio, variable);
  const segments = Uint8Array.from({length: portfolio.size}, (_, i) => segmentOf(i));
  return names
    .map((name, segment) => ({
      name,
      outcomes: outcomesByPoints(points, portfolio.target, (i) => segments[i] === segment)
    }))
    .filter(({outcomes}) => outcomes.good.length > 0);
}
