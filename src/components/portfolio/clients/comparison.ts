import type {Portfolio} from "../../../core/portfolio/portfolio.ts";
import {type Summary, summaryData} from "../../../core/portfolio/summary.ts";
import {
  SEGMENT_VARIABLES,
  type SegmentName,
  type SegmentVariable,
  segmentOfClient,
  segmentsData
} from "../segments/segments.ts";
import {NO_FILTERS, selectClients} from "../selection/filters.ts";

/** A client against a selection; shares and probabilities are 0–1. */
export interface Comparison {
  clientId: number;
  score: number;
  /** Probability that the client repays. */
  good: number;
  /** Points. */
  cutoff: number;
  /** Null when nobody is selected. */
  selection: Summary | null;
  all: Summary;
  /** The client's segment of each variable: how many are in it, and how many of those in the selection defaulted. */
  segments: {
    variable: SegmentVariable;
    name: SegmentName;
    shareOfSelection: number;
    shareOfAll: number;
    badRate: number | null;
  }[];
}

/** Compares the client at a position with a selection and with all. */
export function comparisonData(
  portfolio: Portfolio,
  selected: ArrayLike<number>,
  client: number
): Comparison {
  const everybody = selectClients(portfolio, NO_FILTERS);
  return {
    clientId: portfolio.clientId[client]!,
    score: portfolio.score[client]!,
    good: 1 - portfolio.probabilityOfDefault[client]!,
    cutoff: portfolio.facts.cutoff.score,
    selection: summaryData(portfolio, selected),
    all: summaryData(portfolio, everybody)!,
    segments: SEGMENT_VARIABLES.map((variable) => {
      const name = segmentOfClient(portfolio, variable, client);
      const same = (one: {name: SegmentName}) => JSON.stringify(one.name) === JSON.stringify(name);
      const inSelection = segmentsData(portfolio, selected, variable).find(same);
      return {
        variable,
        name,
        shareOfSelection: inSelection?.share ?? 0,
        shareOfAll: segmentsData(portfolio, everybody, variable).find(same)!.share,
        badRate: inSelection?.badRate ?? null
      };
    })
  };
}
