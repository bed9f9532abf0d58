import type {DescribedColumn} from "../../core/explore/described.ts";
import type {Axes, Cut, GroupSum} from "../../core/explore/explored.ts";
import {type Group, startOf} from "../../core/explore/groups.ts";
import {quoteText} from "../library/sqlText.ts";
import {double, doubleOf, quoteName} from "./sqlOf.ts";

/** A row of the answer, in the order of GroupSum. */
export type SumRow = [
  x: number | null,
  colour: number | null,
  facet: number | null,
  n: number,
  sum: number,
  variance: number | null
];

/**
 * Writes the statement that sums clients up by the groups of a cut, one row for each group that has some.
 * @param condition of those that are looked at, in SQL; everybody when empty
 * @param from the table of all columns that the statement names
 */
export function exploreSql(
  {x, y, colour, facet}: Axes<DescribedColumn>,
  cut: Cut,
  {condition, from}: {condition: string; from: DescribedColumn["from"]}
): string {
  const places = [
    placeSql(x, cut.x),
    colour ? placeSql(colour, cut.colour!) : "0",
    facet ? placeSql(facet, cut.facet!) : "0"
  ];
  return (
    `SELECT x, colour, facet, count(y)::INTEGER AS n, sum(y) AS sum, var_samp(y) AS variance FROM (` +
    `SELECT ${places[0]} AS x, ${places[1]} AS colour, ${places[2]} AS facet, ${y ? valueSql(y) : "1::DOUBLE"} AS y ` +
    `FROM ${from}${condition && ` WHERE ${condition}`}) WHERE y IS NOT NULL GROUP BY ALL`
  );
}

/** Reads the rows of the answer; a value that has come since the column was cut is in no group and left out. */
export const readSums = (rows: readonly SumRow[]): GroupSum[] =>
  rows.flatMap(([x, colour, facet, n, sum, variance]) =>
    x === null || colour === null || facet === null ? [] : [{x, colour, facet, n, sum, variance}]
  );

/** Writes the place of a client in groups. */
function placeSql(column: DescribedColumn, groups: readonly Group[]): string {
  const placeOf = (kind: Group["kind"]) => groups.findIndex((group) => group.kind === kind);
  const orNull = (place: number) => (place < 0 ? "NULL" : place);
  const cell = column.kind === "number" ? doubleOf(column.name) : quoteName(column.name);
  const cases = [`WHEN ${cell} IS NULL THEN ${orNull(placeOf("missing"))}`];
  if (column.kind === "number")
    cases.push(
      ...groups
        .flatMap((group, place) => {
          const start = startOf(group);
          return start === null ? [] : [`WHEN ${cell} >= ${double(start)} THEN ${place}`];
        })
        .reverse()
    );
  else
    cases.push(
      ...groups.flatMap((group, place) =>
        group.kind === "category" ? [`WHEN ${cell} = ${quoteText(group.value)} THEN ${place}`] : []
      )
    );
  return `CASE ${cases.join(" ")} ELSE ${orNull(placeOf("others"))} END`;
}

/** Writes the number of a client; words have none but yes and no. */
const valueSql = ({name, kind}: DescribedColumn): string =>
  kind === "number"
    ? doubleOf(name)
    : `CASE ${quoteName(name)}::VARCHAR WHEN 'Y' THEN 1::DOUBLE WHEN 'N' THEN 0::DOUBLE END`;
