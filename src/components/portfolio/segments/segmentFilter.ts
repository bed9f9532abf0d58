import {type Filters, isOpen, NO_FILTERS, type Range} from "../selection/filters.ts";
import {BANDS, type SegmentName, type SegmentVariable} from "./segments.ts";

type Banded = keyof typeof BANDS;
const isBanded = (variable: SegmentVariable): variable is Banded => variable in BANDS;

/** Tells whether the filter on a segment's own variable lets any of it through. */
export function isSegmentChosen(filters: Filters, variable: SegmentVariable, name: SegmentName): boolean {
  if (!isBanded(variable)) {
    const words = filters[variable];
    return words.length === 0 || words.includes(name.kind === "category" ? name.value : "");
  }
  const range = filters[variable];
  if (isOpen(range)) return true;
  if (range === "missing" || name.kind !== "range") return range === "missing" && name.kind === "missing";
  const [low, high] = range;
  return (
    (low ?? 0) < (name.to ?? Number.POSITIVE_INFINITY) && (high ?? Number.POSITIVE_INFINITY) >= name.from
  );
}

/** Filters for a segment, or no longer when it is what is filtered for: of words several may be chosen, of bands one. */
export function toggleSegment(filters: Filters, variable: SegmentVariable, name: SegmentName): Filters {
  if (!isBanded(variable)) {
    const word = name.kind === "category" ? name.value : "";
    const words = filters[variable];
    return {
      ...filters,
      [variable]: words.includes(word) ? words.filter((other) => other !== word) : [...words, word]
    };
  }
  const wanted = bandRange(variable, name);
  const isSame = String(filters[variable]) === String(wanted);
  return {...filters, [variable]: isSame ? [null, null] : wanted};
}

/** Filters for no segment of a variable. */
export const clearSegments = (filters: Filters, variable: SegmentVariable): Filters => ({
  ...filters,
  [variable]: NO_FILTERS[variable]
});

function bandRange(variable: Banded, name: SegmentName): Range {
  if (name.kind !== "range") return "missing";
  return [name.from === BANDS[variable][0] ? null : name.from, name.to === null ? null : name.to - 1];
}
