import {wilsonInterval} from "../metrics/wilsonInterval.ts";
import {type Group, groupsOf} from "./groups.ts";
import type {Profile} from "./profile.ts";

/** What y is in each point: how many clients, the share of those with 1, or the mean, the last two with 95 % intervals. */
export type MeasureKind = "count" | "share" | "mean";

export interface ExplorePoint {
  /** Places in the groups of x, colour and facet. */
  x: number;
  colour: number;
  facet: number;
  /** Clients that the value rests on. */
  n: number;
  value: number;
  /** 95 %: Wilson's for shares, normal for means; null for counts and for a mean of one. */
  interval: [low: number, high: number] | null;
}

export interface Explored {
  measure: MeasureKind;
  x: Group[];
  colour: Group[] | null;
  facet: Group[] | null;
  /** The unit of a mean that is told in words. */
  unit?: "daysBefore";
  /** By facet, colour and x; groups without a client are left out. */
  points: ExplorePoint[];
}

/** How what is looked at is cut and measured, by what its columns hold. */
export type Cut = Pick<Explored, "measure" | "x" | "colour" | "facet">;

/** The columns that are looked at; y that is null counts clients, a column that is null is not cut by. */
export interface Axes<T> {
  x: T;
  y: T | null;
  colour: T | null;
  facet: T | null;
}

/** One group of clients summed up: places, how many have a value of y, its sum and its sample variance. */
export interface GroupSum {
  x: number;
  colour: number;
  facet: number;
  n: number;
  sum: number;
  /** Null for one client. */
  variance: number | null;
}

const Z_95 = 1.96;

/** Cuts by what columns hold. */
export function cutBy({x, y, colour, facet}: Axes<Profile>): Cut {
  return {
    measure: !y ? "count" : isBinary(y) ? "share" : "mean",
    x: groupsOf(x, 10),
    colour: colour && groupsOf(colour, 4),
    facet: facet && groupsOf(facet, 4)
  };
}

/** Makes points of sums, with their intervals. */
export function exploredOf(cut: Cut, sums: readonly GroupSum[]): Explored {
  const points = sums.map(({x, colour, facet, ...sum}) => ({
    x,
    colour,
    facet,
    ...measured(cut.measure, sum)
  }));
  return {...cut, points: points.sort((a, b) => a.facet - b.facet || a.colour - b.colour || a.x - b.x)};
}

/** Tells whether a column is yes or no: 1 and 0, or the words Y and N, of which Y counts as 1. */
const isBinary = (profile: Profile): boolean =>
  profile.kind === "category" || (profile.values?.every((value) => value === 0 || value === 1) ?? false);

function measured(
  measure: MeasureKind,
  {n, sum, variance}: Pick<GroupSum, "n" | "sum" | "variance">
): Pick<ExplorePoint, "n" | "value" | "interval"> {
  if (measure === "count") return {n, value: n, interval: null};
  const value = sum / n;
  if (measure === "share") return {n, value, interval: wilsonInterval(sum, n)};
  if (variance === null) return {n, value, interval: null};
  const half = Z_95 * Math.sqrt(variance / n);
  return {n, value, interval: [value - half, value + half]};
}
