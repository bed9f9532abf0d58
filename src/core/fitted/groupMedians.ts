import type {FittedStatistics} from "../schema/manifest.ts";
import type {FittedColumns} from "./columns.ts";
import {groupKey, groupPart} from "./groups.ts";
import {median} from "./median.ts";

export type GroupMedian = FittedStatistics["groupMedians"][number];

/** What each client is compared with, finest first; the last compares with everyone. */
export const GROUP_LEVELS: readonly (readonly string[])[] = [
  ["app_education", "app_occupation", "app_age"],
  ["app_education", "app_age"],
  ["app_education"],
  []
];
/** Fitted feature → the catalogue feature that it compares. */
export const GROUP_MEASURES: readonly {name: string; measure: string}[] = [
  {name: "peer_ext_mean", measure: "app_ext_mean"},
  {name: "peer_credit_to_annuity", measure: "app_credit_to_annuity"},
  {name: "peer_income", measure: "app_income"},
  {name: "peer_annuity", measure: "app_annuity"}
];
const SMALLEST_GROUP = 30;

/**
 * Fits the median of each measure in each group of clients, from the given rows only. A group with fewer than
 * `smallest` clients whose value is known has none: its clients fall back to the next coarser level.
 */
export function fitGroupMedians(
  columns: FittedColumns,
  rows: ArrayLike<number>,
  {smallest = SMALLEST_GROUP}: {smallest?: number} = {}
): GroupMedian[] {
  const levels = GROUP_LEVELS.filter((by) => by.every((name) => columns.has(name)));
  const measures = GROUP_MEASURES.filter(({measure}) => columns.has(measure));
  const keysOfLevel = levels.map((by) => {
    const parts = by.map((name) => columns.get(name)!);
    return Array.from(rows, (row) =>
      groupKey(parts.map(({feature, values}) => groupPart(feature, values[row]!)))
    );
  });
  return measures.map(({name, measure}) => {
    const {values} = columns.get(measure)!;
    return {
      name,
      measure,
      levels: levels.map((by, level) => {
        const groups = new Map<string, number[]>();
        for (let i = 0; i < rows.length; i++) {
          const value = values[rows[i]!]!;
          if (!Number.isFinite(value)) continue;
          const key = keysOfLevel[level]![i]!;
          const group = groups.get(key);
          if (group) group.push(value);
          else groups.set(key, [value]);
        }
        const least = by.length === 0 ? 1 : smallest;
        const medians = [...groups]
          .filter(([, group]) => group.length >= least)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, group]) => [key, median(group)] as const);
        return {by: [...by], medians: Object.fromEntries(medians)};
      })
    };
  });
}
