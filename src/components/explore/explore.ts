import {wilsonInterval} from "../../core/metrics/wilsonInterval.ts";
import type {Column} from "./column.ts";
import {type Group, type Grouping, groupBy} from "./groups.ts";

/** What is looked at; a column that is null is not cut by. */
export interface ExploreInput {
  x: Column;
  /** Null counts clients. */
  y: Column | null;
  colour: Column | null;
  facet: Column | null;
  /** Whether a client is looked at; everybody when null. */
  keeps: ((i: number) => boolean) | null;
}

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
  points: ExplorePoint[];
}

export const MOST = {x: 10, colour: 4, facet: 4} as const;

/** Sums clients up by groups of x, colour and facet, in one pass. Points come by facet, colour and x; empty ones are left out. */
export function exploreData({x, y, colour, facet, keeps}: ExploreInput): Explored {
  const [byX, byColour, byFacet] = [groupBy(x, MOST.x), cut(colour, MOST.colour), cut(facet, MOST.facet)];
  const values = y && numbersOf(y);
  const measure: MeasureKind = !values ? "count" : values.every(isBinary) ? "share" : "mean";
  const [width, colours, facets] = [
    byX.groups.length,
    byColour?.groups.length ?? 1,
    byFacet?.groups.length ?? 1
  ];
  const cells = width * colours * facets;
  const [n, sum, squares] = [new Uint32Array(cells), new Float64Array(cells), new Float64Array(cells)];
  for (let i = 0; i < byX.groupOf.length; i++) {
    if (keeps && !keeps(i)) continue;
    const value = values ? values[i]! : 1;
    if (Number.isNaN(value)) continue;
    const cell = (place(byFacet, i) * colours + place(byColour, i)) * width + byX.groupOf[i]!;
    n[cell]!++;
    sum[cell]! += value;
    squares[cell]! += value * value;
  }
  const points: ExplorePoint[] = [];
  for (let cell = 0; cell < cells; cell++) {
    if (n[cell] === 0) continue;
    const at = {
      x: cell % width,
      colour: Math.floor(cell / width) % colours,
      facet: Math.floor(cell / width / colours)
    };
    points.push({...at, ...summed(measure, n[cell]!, sum[cell]!, squares[cell]!)});
  }
  return {measure, x: byX.groups, colour: byColour?.groups ?? null, facet: byFacet?.groups ?? null, points};
}

const cut = (column: Column | null, most: number): Grouping | null => column && groupBy(column, most);
const place = (grouping: Grouping | null, i: number): number => (grouping ? grouping.groupOf[i]! : 0);
const isBinary = (value: number): boolean => value === 0 || value === 1 || Number.isNaN(value);

/** Converts a column to numbers; words have none but yes and no. */
function numbersOf(column: Column): Float64Array {
  if (column.kind === "number") return column.values;
  const numbers = column.words.map((word) => (word === "Y" ? 1 : word === "N" ? 0 : Number.NaN));
  return Float64Array.from(column.codes, (code) => numbers[code] ?? Number.NaN);
}

function summed(
  measure: MeasureKind,
  n: number,
  sum: number,
  squares: number
): Pick<ExplorePoint, "n" | "value" | "interval"> {
  if (measure === "count") return {n, value: n, interval: null};
  const value = sum / n;
  if (measure === "share") return {n, value, interval: wilsonInterval(sum, n)};
  if (n < 2) return {n, value, interval: null};
  const variance = Math.max(0, (squares - n * value * value) / (n - 1));
  const half = 1.96 * Math.sqrt(variance / n);
  return {n, value, interval: [value - half, value + half]};
}
