import type {Column} from "./column.ts";

/** What a column holds, in as few numbers as groups of clients can be cut from. */
export type Profile = {
  /** Whether there are clients without a value. */
  hasMissing: boolean;
} & (
  | {
      kind: "number";
      /** Every value, ascending, where there are at most MOST_VALUES; null where there are more. */
      values: readonly number[] | null;
      /** Where the groups of each number of groups begin, ascending, from the least value on; empty without a value. */
      starts: Readonly<Record<GroupCount, readonly number[]>>;
      /** The greatest value; null without one. */
      high: number | null;
    }
  | {
      kind: "category";
      /** Words that occur, the most frequent first, and by their letters among as frequent ones. */
      words: readonly string[];
    }
);

/** Into how many groups columns are cut. */
export const GROUP_COUNTS = [4, 10] as const;
export type GroupCount = (typeof GROUP_COUNTS)[number];

/** A column of at most so many numbers may be shown value by value. */
export const MOST_VALUES = 10;

/** Sums up a column of rows. */
export function profileOf(column: Column): Profile {
  return column.kind === "category" ? profileOfWords(column) : profileOfNumbers(column.values);
}

function profileOfWords({codes, words}: Extract<Column, {kind: "category"}>): Profile {
  const counts = new Map<string, number>();
  let missing = 0;
  for (let i = 0; i < codes.length; i++) {
    const word = words[codes[i]!];
    if (word === undefined) missing++;
    else counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const order = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return {kind: "category", hasMissing: missing > 0, words: order.map(([word]) => word)};
}

function profileOfNumbers(values: ArrayLike<number>): Profile {
  const sorted = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length && distinct.length <= MOST_VALUES; i++)
    if (sorted[i] !== distinct.at(-1)) distinct.push(sorted[i]!);
  const starts = (count: GroupCount) =>
    sorted.length === 0
      ? []
      : ascending(Array.from({length: count}, (_, i) => sorted[discrete(i, count, sorted.length)]!));
  return {
    kind: "number",
    hasMissing: sorted.length < values.length,
    values: distinct.length <= MOST_VALUES ? distinct : null,
    starts: {4: starts(4), 10: starts(10)},
    high: sorted.at(-1) ?? null
  };
}

/** The place of the i-th of `count` quantiles among n sorted values, as SQL's quantile_disc takes it. */
const discrete = (i: number, count: number, n: number): number => Math.max(1, Math.ceil((n * i) / count)) - 1;

/** Leaves out what comes again. */
export const ascending = (values: readonly number[]): number[] =>
  values.filter((value, i) => i === 0 || value !== values[i - 1]);
