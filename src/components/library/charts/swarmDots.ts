import {type Channel, type Rows, toNumber, valuesOf} from "../rows.ts";

/** A dot of a swarm, and the row that it stands for. */
export interface SwarmDot {
  feature: string;
  points: number;
  row: object;
  /** Across its row, −1 to 1: dots of about the same points lie beside each other. */
  offset: number;
}

/** What is drawn of one feature; more dots than this say nothing more. */
const MOST_DOTS = 300;
/** Places along the axis within which dots are laid beside each other. */
const PLACES = 140;
/** From one dot to the next beside it, of half a row, where there is room. */
const APART = 0.17;

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
  const dots = strongest.flatMap(([name, own]) => {
    const step = Math.max(1, own.length / MOST_DOTS);
    return Array.from({length: Math.min(own.length, MOST_DOTS)}, (_, k) => {
      const i = own[Math.floor(k * step)]!;
      return {feature: name, points: values[i]!, row: all[i]!};
    });
  });
  return layOut(dots);
}

/** Lays dots of a feature and a place beside each other about the middle of the row, closer where the most would leave it. */
function layOut(dots: readonly Omit<SwarmDot, "offset">[]): SwarmDot[] {
  const reach = dots.reduce((most, {points}) => Math.max(most, Math.abs(points)), 0) || 1;
  const heaps = new Map<string, number>();
  const heapOf = ({feature, points}: Omit<SwarmDot, "offset">) =>
    `${Math.round((points / reach) * (PLACES / 2))} ${feature}`;
  const turns = dots.map((dot) => {
    const heap = heapOf(dot);
    const turn = heaps.get(heap) ?? 0;
    heaps.set(heap, turn + 1);
    return turn;
  });
  const highest = [...heaps.values()].reduce((most, count) => Math.max(most, count), 1);
  const apart = Math.min(APART, 2 / Math.max(1, highest - 1));
  return dots.map((dot, i) => ({...dot, offset: apart * (turns[i]! - (heaps.get(heapOf(dot))! - 1) / 2)}));
}
