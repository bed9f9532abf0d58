import type {Column} from "./column.ts";

/** One group of clients by a column: a number's stretch, one value, a word, the words too rare to show, or nothing. */
export type Group =
  | {kind: "range"; from: number; to: number}
  | {kind: "value"; value: number}
  | {kind: "category"; value: string}
  | {kind: "others"}
  | {kind: "missing"};

export interface Grouping {
  groups: Group[];
  /** The group of each client. */
  groupOf: Uint8Array;
}

/** Values that a sample of a column's numbers is cut by. */
const SAMPLE = 20_000;
/** A column of at most so many numbers is shown value by value. */
const MOST_VALUES = 12;

/** Groups clients by a column into at most `most` groups of about equal size, those without a value aside. */
export function groupBy(column: Column, most: number): Grouping {
  return column.kind === "category"
    ? byWord(column.codes, column.words, most)
    : byNumber(column.values, most);
}

function byWord(codes: Int32Array, words: readonly string[], most: number): Grouping {
  const counts = new Uint32Array(words.length);
  let missing = 0;
  for (const code of codes) code < 0 ? missing++ : counts[code]!++;
  const order = [...words.keys()].sort((a, b) => counts[b]! - counts[a]!);
  const shown = order.length > most ? order.slice(0, most - 1) : order;
  const groups: Group[] = shown.map((code) => ({kind: "category", value: words[code]!}));
  const placeOf = new Uint8Array(words.length).fill(groups.length);
  for (const [place, code] of shown.entries()) placeOf[code] = place;
  if (shown.length < order.length) groups.push({kind: "others"});
  const nowhere = groups.length;
  if (missing > 0) groups.push({kind: "missing"});
  return {groups, groupOf: Uint8Array.from(codes, (code) => (code < 0 ? nowhere : placeOf[code]!))};
}

function byNumber(values: Float64Array, most: number): Grouping {
  const sample = sorted(values);
  const distinct = [...new Set(sample)];
  const few = distinct.length <= Math.min(MOST_VALUES, Math.max(most, 2)) ? distinct : null;
  // Groups begin at these; whatever lies below the first belongs to it.
  const starts = few ?? [
    ...new Set(Array.from({length: most}, (_, i) => sample[Math.floor((i / most) * sample.length)]!))
  ];
  const last = extremes(values);
  const groups: Group[] = few
    ? few.map((value) => ({kind: "value", value}))
    : starts.map((from, i) => ({
        kind: "range",
        from: i === 0 ? last[0] : from,
        to: starts[i + 1] ?? last[1]
      }));
  const nowhere = groups.length;
  let missing = false;
  const groupOf = Uint8Array.from(values, (value) => {
    if (Number.isNaN(value)) {
      missing = true;
      return nowhere;
    }
    let place = starts.length - 1;
    while (place > 0 && value < starts[place]!) place--;
    return place;
  });
  if (missing) groups.push({kind: "missing"});
  return {groups, groupOf};
}

/** Sorts the values that are there, or evenly chosen ones of them. */
function sorted(values: Float64Array): Float64Array {
  const present = values.filter((value) => !Number.isNaN(value));
  const step = Math.max(1, Math.floor(present.length / SAMPLE));
  return Float64Array.from({length: Math.ceil(present.length / step)}, (_, i) => present[i * step]!).sort();
}

function extremes(values: Float64Array): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
