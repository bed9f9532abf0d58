import {type Channel, type Rows, toNumber, valuesOf} from "../rows.ts";

/** A dot of a swarm, and the row that it stands for. */
export interface SwarmDot {
  feature: string;
  points: number;
  row: object;
}

/** What is drawn of one feature; more dots than this say nothing more. */
const MOST_DOTS = 300;

/**
 * Lays out contributions as a swarm: features by mean |points|, the `most` strongest; of each at most 300 rows, evenly
 * spread over those given.
 */
export function beeswarmData(rows: Rows, feature: Channel, points: Channel, most: number): SwarmDot[] {
  const names = valuesOf(rows, feature).map(String);
  const values = valuesOf(rows, points).map(toNumber);
  const places = new Map<string, number[]>(names.map((name) => [name, []]));
  for (const [i, name] of names.entries()) places.get(name)!.push(i);
  const strength = (of: readonly number[]) =>
    of.reduce((sum, i) => sum + Math.abs(values[i]!), 0) / of.length;
  const strongest = [...places].sort(([, a], [, b]) => strength(b) - strength(a)).slice(0, most);
  const all = Array.from(rows as Iterable<object>);
  return strongest.flatMap(([name, own]) => {
    const step = Math.max(1, own.length / MOST_DOTS);
    return Array.from({length: Math.min(own.length, MOST_DOTS)}, (_, k) => {
      const i = own[Math.floor(k * step)]!;
      return {feature: name, points: values[i]!, row: all[i]!};
    });
  });
}
