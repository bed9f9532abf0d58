import type {Counted} from "../../tables/rates.ts";
import {type Channel, type Rows, toNumber, valuesOf} from "../rows.ts";

/** Clients whose value is the same word, lies from low to high, or is missing (all three null). */
export interface RateGroup extends Counted {
  category: string | null;
  /** Least and greatest value in the group. */
  low: number | null;
  high: number | null;
}

/**
 * Groups rows by a value and counts outcomes: numbers into `bins` groups of about as many rows (equal values are never
 * parted; whole numbers of few values are groups of their own), ascending; words by how many have them; the missing
 * last. An outcome is 1 (default), 0 (repaid), and anything else is not known.
 */
export function rateGroups(rows: Rows, by: Channel, target: Channel = "target", bins = 10): RateGroup[] {
  const values = valuesOf(rows, by);
  const outcomes = valuesOf(rows, target).map(toNumber);
  const words = new Map<string, number[]>();
  const numbers: number[] = [];
  const missing: number[] = [];
  values.forEach((value, i) => {
    const number = typeof value === "boolean" ? Number(value) : toNumber(value);
    if (typeof value === "string") {
      if (!words.has(value)) words.set(value, []);
      words.get(value)!.push(i);
    } else if (Number.isFinite(number)) numbers.push(i);
    else missing.push(i);
  });
  const count = (places: readonly number[]): Counted => ({
    clients: places.length,
    labelled: places.filter((i) => outcomes[i] === 0 || outcomes[i] === 1).length,
    bads: places.filter((i) => outcomes[i] === 1).length
  });
  const none = {category: null, low: null, high: null};
  const groups = [
    ...quantileGroups(numbers, (i) => Number(values[i]), bins).map((places) => ({
      ...none,
      low: Number(values[places[0]!]),
      high: Number(values[places.at(-1)!]),
      ...count(places)
    })),
    ...[...words]
      .map(([category, places]) => ({...none, category, ...count(places)}))
      .sort((a, b) => b.clients - a.clients)
  ];
  return missing.length > 0 ? [...groups, {...none, ...count(missing)}] : groups;
}

/** Parts places into at most `bins` groups of about the same size by ascending value, without parting equal values. */
function quantileGroups(
  places: readonly number[],
  numberOf: (place: number) => number,
  bins: number
): number[][] {
  const sorted = places.toSorted((a, b) => numberOf(a) - numberOf(b));
  const distinct = new Set(sorted.map(numberOf)).size;
  const groups: number[][] = [];
  sorted.forEach((place, rank) => {
    const before = sorted[rank - 1];
    const isNew = before === undefined || numberOf(before) !== numberOf(place);
    const isFull = distinct <= bins || rank >= (groups.length * sorted.length) / bins;
    if (isNew && isFull) groups.push([]);
    groups.at(-1)!.push(place);
  });
  return groups;
}
