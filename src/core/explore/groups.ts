import type {Column} from "./column.ts";
import type {GroupCount, Profile} from "./profile.ts";

/** One group of clients by a column: a number's stretch, one value, a word, the words too rare to show, or nothing. */
export type Group =
  | {kind: "range"; from: number; to: number; unit?: "daysBefore"}
  | {kind: "value"; value: number; unit?: "daysBefore"}
  | {kind: "category"; value: string}
  | {kind: "others"}
  | {kind: "missing"};

/** Cuts a column into at most `most` groups, those of its numbers of about equal size, and one for those without a value. */
export function groupsOf(profile: Profile, most: GroupCount): Group[] {
  const groups = profile.kind === "category" ? byWord(profile.words, most) : byNumber(profile, most);
  return profile.hasMissing ? [...groups, {kind: "missing"}] : groups;
}

function byWord(words: readonly string[], most: number): Group[] {
  const shown = words.length > most ? words.slice(0, most - 1) : words;
  const groups: Group[] = shown.map((value) => ({kind: "category", value}));
  return shown.length < words.length ? [...groups, {kind: "others"}] : groups;
}

function byNumber({values, starts, high}: Profile & {kind: "number"}, most: GroupCount): Group[] {
  if (values && values.length <= most) return values.map((value) => ({kind: "value", value}));
  return starts[most].map((from, i) => ({kind: "range", from, to: starts[most][i + 1] ?? high!}));
}

/** Says of groups of numbers that they are days counted from the application, those before it negative. */
export const asDaysBefore = (groups: readonly Group[]): Group[] =>
  groups.map((group) =>
    group.kind === "range" || group.kind === "value" ? {...group, unit: "daysBefore"} : group
  );

/** Where a group of numbers begins; null for one that has none. */
export const startOf = (group: Group): number | null =>
  group.kind === "range" ? group.from : group.kind === "value" ? group.value : null;

/** Tells in which group a client is, by position; −1 in none, as when a value has come since the groups were cut. */
export function placesIn(groups: readonly Group[], column: Column): (i: number) => number {
  const nowhere = groups.findIndex(({kind}) => kind === "missing");
  if (column.kind === "category") {
    const others = groups.findIndex(({kind}) => kind === "others");
    const placeOf = column.words.map((word) => {
      const place = groups.findIndex((group) => group.kind === "category" && group.value === word);
      return place < 0 ? others : place;
    });
    return (i) => placeOf[column.codes[i]!] ?? nowhere;
  }
  const starts = groups.map(startOf).filter((start) => start !== null);
  return (i) => {
    const value = column.values[i]!;
    if (Number.isNaN(value)) return nowhere;
    let place = starts.length - 1;
    while (place >= 0 && value < starts[place]!) place--;
    return place;
  };
}
