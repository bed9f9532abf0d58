import type {DescribedColumn} from "../../core/explore/described.ts";
import {
  ascending,
  GROUP_COUNTS,
  type GroupCount,
  MOST_VALUES,
  type Profile
} from "../../core/explore/profile.ts";
import {quoteText} from "../library/sqlText.ts";
import {doubleOf, quoteName} from "./sqlOf.ts";

/** The quantiles that groups begin at. */
const placesOf = (count: GroupCount): number[] => Array.from({length: count}, (_, i) => i / count);
const PLACES = [...new Set(GROUP_COUNTS.flatMap(placesOf))].sort();

/** A row of the answer: name, whether some lack a value, then what numbers have, then what words have. */
export type ProfileRow = [
  name: string,
  hasMissing: boolean,
  values: number[] | null,
  starts: number[] | null,
  high: number | null,
  words: string[] | null
];

/** Writes the statement that sums columns up as profileOf(column) does, one row each; each column is read once. */
export function profileSql(columns: readonly DescribedColumn[]): string {
  const parts = columns.map(({name, kind, from}, i) => ({name, kind, from, table: `held${i}`}));
  const tables = parts.map(
    ({name, kind, from, table}) =>
      `${table} AS MATERIALIZED (SELECT ${kind === "number" ? doubleOf(name) : `${quoteName(name)}::VARCHAR`} AS v FROM ${from})`
  );
  const rows = parts.map(({name, kind, table}) => (kind === "number" ? ofNumbers : ofWords)(name, table));
  return `WITH ${tables.join(", ")} ${rows.join(" UNION ALL ")}`;
}

/** Reads a row of the answer. */
export function readProfile([name, hasMissing, values, starts, high, words]: ProfileRow): [
  name: string,
  profile: Profile
] {
  if (words) return [name, {kind: "category", hasMissing, words}];
  const startsOf = (count: GroupCount) =>
    starts ? ascending(placesOf(count).map((place) => starts[PLACES.indexOf(place)]!)) : [];
  const few = values && values.length > MOST_VALUES ? null : (values ?? []);
  return [name, {kind: "number", hasMissing, values: few, starts: {4: startsOf(4), 10: startsOf(10)}, high}];
}

const ofNumbers = (name: string, table: string): string =>
  `SELECT ${quoteText(name)} AS name, count(v) < count(*) AS missing, ` +
  `(SELECT list(v ORDER BY v) FROM (SELECT DISTINCT v FROM ${table} WHERE v IS NOT NULL LIMIT ${MOST_VALUES + 1})) AS vs, ` +
  `quantile_disc(v, [${PLACES.join(", ")}]) AS starts, max(v) AS high, NULL::VARCHAR[] AS words FROM ${table}`;

const ofWords = (name: string, table: string): string =>
  `SELECT ${quoteText(name)}, coalesce(bool_or(v IS NULL), false), NULL::DOUBLE[], NULL::DOUBLE[], NULL::DOUBLE, ` +
  `coalesce(list(v ORDER BY n DESC, v) FILTER (v IS NOT NULL), []::VARCHAR[]) ` +
  `FROM (SELECT v, count(*) AS n FROM ${table} GROUP BY 1)`;
