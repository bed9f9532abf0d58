import {wilsonInterval} from "../../../core/metrics/wilsonInterval.ts";
import type {Portfolio} from "../../../core/portfolio/portfolio.ts";

/** The variables that the portfolio is cut by. */
export const SEGMENT_VARIABLES = [
  "gender",
  "education",
  "familyStatus",
  "familySize",
  "age",
  "yearsEmployed"
] as const;
export type SegmentVariable = (typeof SEGMENT_VARIABLES)[number];

/** A segment's name before it is put into words: a raw category, or completed units from `from` to below `to`. */
export type SegmentName =
  | {kind: "category"; value: string}
  | {kind: "range"; from: number; to: number | null}
  | {kind: "missing"};

export interface Segment {
  name: SegmentName;
  /** Clients of the selection in the segment, and their share of the selection, 0–1. */
  clients: number;
  share: number;
  /** Clients whose outcome is known, and how many of them defaulted. */
  labelled: number;
  bads: number;
  /** Observed bad rate, 0–1, with its 95 % Wilson interval; null when no outcome is known. */
  badRate: number | null;
  interval: [low: number, high: number] | null;
  /** Mean predicted probability of default, 0–1. */
  meanPd: number;
}

/** Lower ends of the bands that a number is cut into; the first holds what lies below it too. */
export const BANDS: Record<"familySize" | "age" | "yearsEmployed", number[]> = {
  familySize: [1, 2, 3, 4, 5],
  age: [20, 30, 40, 50, 60],
  yearsEmployed: [0, 1, 3, 5, 10, 20]
};

/** Sums up the selection by one variable; segments without clients are left out, what is missing comes last. */
export function segmentsData(
  portfolio: Portfolio,
  selected: ArrayLike<number>,
  variable: SegmentVariable
): Segment[] {
  const {names, segmentOf} = segmentation(portfolio, variable);
  const totals = names.map(() => ({clients: 0, labelled: 0, bads: 0, pd: 0}));
  for (let at = 0; at < selected.length; at++) {
    const i = selected[at]!;
    const total = totals[segmentOf(i)]!;
    total.clients++;
    total.pd += portfolio.probabilityOfDefault[i]!;
    const target = portfolio.target[i]!;
    if (target >= 0) {
      total.labelled++;
      total.bads += target;
    }
  }
  return totals.flatMap(({clients, labelled, bads, pd}, index) =>
    clients === 0
      ? []
      : [
          {
            name: names[index]!,
            clients,
            share: clients / selected.length,
            labelled,
            bads,
            badRate: labelled ? bads / labelled : null,
            interval: labelled ? wilsonInterval(bads, labelled) : null,
            meanPd: pd / clients
          }
        ]
  );
}

/** Tells how a variable divides the clients: the segments' names, and the place of a client's among them. */
export function segmentation(
  portfolio: Portfolio,
  variable: SegmentVariable
): {names: SegmentName[]; segmentOf: (i: number) => number} {
  if (variable === "gender" || variable === "familyStatus" || variable === "education") {
    const codes = portfolio[variable];
    const words = portfolio.facts.vocabularies[variable];
    return {
      names: words.map((value) => (value === "" ? {kind: "missing"} : {kind: "category", value})),
      segmentOf: (i) => codes[i]!
    };
  }
  const bands = BANDS[variable];
  const values = portfolio[variable];
  const names: SegmentName[] = bands.map((from, band) => ({
    kind: "range",
    from,
    to: bands[band + 1] ?? null
  }));
  names.push({kind: "missing"});
  return {
    names,
    segmentOf(i) {
      const value = values[i]!;
      if (Number.isNaN(value) || (variable === "familySize" && value === 0)) return bands.length;
      return Math.max(
        0,
        bands.findLastIndex((from) => value >= from)
      );
    }
  };
}

/** Names the segment of a client by position. */
export function segmentOfClient(portfolio: Portfolio, variable: SegmentVariable, i: number): SegmentName {
  const {names, segmentOf} = segmentation(portfolio, variable);
  return names[segmentOf(i)]!;
}
