import type {Column} from "./column.ts";
import {type Axes, cutBy, type Explored, exploredOf, type GroupSum} from "./explored.ts";
import {placesIn} from "./groups.ts";
import {profileOf} from "./profile.ts";

/** Explores columns of rows, all of one length: what the server's statements answer, by a plain loop. */
export function exploreRows(axes: Axes<Column>): Explored {
  const {x, y, colour, facet} = axes;
  const profile = (column: Column | null) => column && profileOf(column);
  const cut = cutBy({x: profileOf(x), y: profile(y), colour: profile(colour), facet: profile(facet)});
  const inX = placesIn(cut.x, x);
  const inColour = colour ? placesIn(cut.colour!, colour) : () => 0;
  const inFacet = facet ? placesIn(cut.facet!, facet) : () => 0;
  const measure = y ? numberOf(y) : () => 1;
  const sums = new Map<string, GroupSum & {mean: number; squares: number}>();
  const {length} = x.kind === "number" ? x.values : x.codes;
  for (let i = 0; i < length; i++) {
    const value = measure(i);
    if (Number.isNaN(value)) continue;
    const at = {x: inX(i), colour: inColour(i), facet: inFacet(i)};
    const key = `${at.x} ${at.colour} ${at.facet}`;
    const sum = sums.get(key) ?? {...at, n: 0, sum: 0, variance: null, mean: 0, squares: 0};
    sums.set(key, sum);
    // Welford's update, which keeps the variance of numbers that are far from 0.
    const off = value - sum.mean;
    sum.n++;
    sum.sum += value;
    sum.mean += off / sum.n;
    sum.squares += off * (value - sum.mean);
    if (sum.n > 1) sum.variance = sum.squares / (sum.n - 1);
  }
  return exploredOf(
    cut,
    [...sums.values()].map(({mean: _mean, squares: _squares, ...sum}) => sum)
  );
}

/** Reads numbers; words have none but yes and no. */
function numberOf(column: Column): (i: number) => number {
  if (column.kind === "number") return (i) => column.values[i]!;
  const numbers = column.words.map((word) => (word === "Y" ? 1 : word === "N" ? 0 : Number.NaN));
  return (i) => numbers[column.codes[i]!] ?? Number.NaN;
}
