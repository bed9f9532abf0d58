/** One line of points with everything a score is read against. */
export interface ScoreScale {
  /** Ends of the bar, in points; wide enough for every mark. */
  domain: [number, number];
  cutoff: number;
  /** Where referring to a person ends; null when nobody is referred. */
  refer: number | null;
  marks: {kind: "client" | "selection" | "group"; score: number}[];
  /** From the 5th to the 95th percentile of the selection, if there is one. */
  range: {low: number; high: number} | null;
}

export interface ScoreScaleInput {
  cutoff: number;
  refer?: number | undefined;
  /** Least and greatest score of all clients. */
  extent: [number, number];
  /** Mean score of all clients. */
  groupMean: number;
  client?: number;
  selection?: {mean: number; low: number; high: number};
  /** Ends of the bar when it has to line up with another drawing. */
  domain?: [number, number];
}

/** Lays the marks out on a bar whose ends are multiples of 50 points. */
export function scoreScaleData({
  cutoff,
  refer,
  extent,
  groupMean,
  client,
  selection,
  domain
}: ScoreScaleInput): ScoreScale {
  const marks: ScoreScale["marks"] = [];
  if (client !== undefined) marks.push({kind: "client", score: client});
  if (selection) marks.push({kind: "selection", score: selection.mean});
  marks.push({kind: "group", score: groupMean});
  const scores = [cutoff, refer ?? cutoff, ...extent, ...marks.map(({score}) => score)];
  return {
    domain: domain ?? [Math.floor(Math.min(...scores) / 50) * 50, Math.ceil(Math.max(...scores) / 50) * 50],
    cutoff,
    refer: refer ?? null,
    marks,
    range: selection ? {low: selection.low, high: selection.high} : null
  };
}
