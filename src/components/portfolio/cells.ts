import type {SegmentVariable} from "./segments/segments.ts";

/** Writes the notebook cells that draw every client's score as the portfolio does. */
export const scoresCell =
  (): string => `const scored = await clients({columns: ["target", "probabilityOfDefault"]});
// ---
Plot.plot({
  x: {label: "Probability of default"},
  y: {label: "Share of clients", percent: true},
  marks: [Plot.rectY(scored, Plot.binX({y: "proportion"}, {x: "probabilityOfDefault"})), Plot.ruleY([0])]
})`;

const COLUMNS: Record<SegmentVariable, {name: string; by: string}> = {
  gender: {name: "Gender", by: "CODE_GENDER"},
  education: {name: "Education", by: "NAME_EDUCATION_TYPE"},
  familyStatus: {name: "Family status", by: "NAME_FAMILY_STATUS"},
  familySize: {name: "Family members", by: "least(CNT_FAM_MEMBERS, 5)"},
  age: {name: "Age", by: "floor(DAYS_BIRTH / -3652.5) * 10"},
  yearsEmployed: {
    name: "Years employed",
    by: "CASE WHEN DAYS_EMPLOYED <= 0 THEN least(floor(DAYS_EMPLOYED / -365.25), 20) END"
  }
};

/** Writes the notebook cells that draw the bad rate by a variable of the portfolio. */
export function segmentCell(variable: SegmentVariable): string {
  const {name, by} = COLUMNS[variable];
  return `const segments = await sql\`
  SELECT ${by} AS segment, count(*)::INTEGER AS clients, avg(target) AS "badRate"
  FROM clients WHERE target IS NOT NULL GROUP BY segment ORDER BY segment\`;
// ---
Plot.plot({
  marginLeft: 180,
  x: {label: "Bad rate", percent: true, grid: true},
  y: {label: "${name}"},
  marks: [Plot.barX(segments, {y: "segment", x: "badRate", tip: true}), Plot.ruleX([0])]
})`;
}
