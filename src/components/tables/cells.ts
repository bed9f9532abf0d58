/** Writes the notebook cells that draw the bad rate of the clients who have each value of a column of a table. */
export const rateCell = (table: string, value: string, where = ""): string => `const rates = await sql\`
  SELECT value, count(*)::INTEGER AS clients, avg(target) AS "badRate"
  FROM (SELECT DISTINCT "clientId", ${value} AS value FROM ${table}${where && ` WHERE ${where}`})
  JOIN features USING ("clientId")
  WHERE target IS NOT NULL AND value IS NOT NULL GROUP BY value ORDER BY value\`;
// ---
Plot.plot({
  marginLeft: 200,
  x: {label: "Bad rate", percent: true, grid: true},
  marks: [Plot.barX(rates, {x: "badRate", y: "value", tip: true}), Plot.ruleX([0])]
})`;

/** Writes the notebook cells that draw the bad rate by what a table's rows of each client come to, cut at `bounds`. */
export const bandCell = (
  table: string,
  value: string,
  bounds: readonly number[]
): string => `const values = await sql\`
  SELECT value, target
  FROM (SELECT "clientId", (${value})::DOUBLE AS value FROM ${table} GROUP BY "clientId")
  JOIN features USING ("clientId") WHERE target IS NOT NULL AND value IS NOT NULL\`;
// ---
Plot.plot({
  y: {label: "Bad rate", percent: true, grid: true},
  marks: [Plot.dot(values, Plot.binX({y: "mean", r: "count"}, {x: "value", y: "target", thresholds: ${JSON.stringify(bounds)}, tip: true}))]
})`;

/** Writes the notebook cells that draw a mean by month before the application, a line for each outcome. */
export const monthCell = (table: string, month: string, value: string): string => `const months = await sql\`
  SELECT month, target, avg(value) AS mean, count(*)::INTEGER AS clients
  FROM (SELECT "clientId", (${month})::INTEGER AS month, avg(${value}) AS value FROM ${table} GROUP BY ALL)
  JOIN features USING ("clientId")
  WHERE target IS NOT NULL AND value IS NOT NULL AND month >= -60 GROUP BY ALL ORDER BY month\`;
// ---
Plot.plot({
  y: {grid: true},
  color: {legend: true, tickFormat: (target) => (target ? "defaulted" : "repaid")},
  marks: [Plot.lineY(months, {x: "month", y: "mean", stroke: "target", tip: true})]
})`;
