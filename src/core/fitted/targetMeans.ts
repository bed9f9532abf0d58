import type {FittedStatistics} from "../schema/manifest.ts";
import type {FittedColumns} from "./columns.ts";
import {groupPart} from "./groups.ts";

export type TargetMean = FittedStatistics["targetMeans"][number];

/** Fitted feature → the catalogue feature whose categories it rates. */
export const TARGET_MEAN_SOURCES: readonly {name: string; source: string}[] = [
  {name: "rate_organisation", source: "app_organisation"},
  {name: "rate_occupation", source: "app_occupation"}
];
const SMOOTHING_CLIENTS = 100;

/**
 * Fits the smoothed bad rate of each category from the given rows only: (bad + smoothing · prior) / (clients +
 * smoothing), where prior is the bad rate of these rows. `target` holds 0 or 1 at each of the rows.
 * Source: Micci-Barreca (2001), with a constant weight.
 */
export function fitTargetMeans(
  columns: FittedColumns,
  target: ArrayLike<number>,
  rows: ArrayLike<number>,
  {smoothing = SMOOTHING_CLIENTS}: {smoothing?: number} = {}
): TargetMean[] {
  let bad = 0;
  for (let i = 0; i < rows.length; i++) bad += target[rows[i]!]!;
  const prior = rows.length > 0 ? bad / rows.length : 0;
  return TARGET_MEAN_SOURCES.filter(({source}) => columns.has(source)).map(({name, source}) => {
    const {feature, values} = columns.get(source)!;
    const groups = new Map<string, {bad: number; clients: number}>();
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const key = groupPart(feature, values[row]!);
      const group = groups.get(key) ?? {bad: 0, clients: 0};
      group.bad += target[row]!;
      group.clients++;
      groups.set(key, group);
    }
    const means = [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, group]) => [key, (group.bad + smoothing * prior) / (group.clients + smoothing)] as const);
    return {name, source, prior, means: Object.fromEntries(means)};
  });
}
