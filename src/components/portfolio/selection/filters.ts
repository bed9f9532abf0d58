import {
  CATEGORY_COLUMNS,
  type CategoryColumn,
  type FilterColumn,
  type Portfolio,
  RANGE_COLUMNS,
  type RangeColumn
} from "../../../core/portfolio/portfolio.ts";

/** Bounds of a number, both included, null is open; or those without a number. */
export type Range = readonly [low: number | null, high: number | null] | "missing";

/** Which clients are looked at: an empty list or an open range lets everybody through. */
export type Filters = Readonly<Record<CategoryColumn, readonly string[]> & Record<RangeColumn, Range>>;

const OPEN: Range = [null, null];
export const NO_FILTERS: Filters = {
  gender: [],
  familyStatus: [],
  education: [],
  familySize: OPEN,
  age: OPEN,
  yearsEmployed: OPEN,
  score: OPEN
};

const COLUMNS: readonly FilterColumn[] = [...CATEGORY_COLUMNS, ...RANGE_COLUMNS];

/** Tells whether a range lets everybody through. */
export const isOpen = (range: Range): boolean =>
  range !== "missing" && range[0] === null && range[1] === null;

/**
 * Selects the clients that pass every filter, by position, ascending; `besides` names a filter that is left aside, as
 * the drawing does that the filter was set in. A client whose number is missing passes only an open range, or the one
 * that asks for those. What a selection was judged by is remembered, so that every drawing of a page may ask.
 */
export function selectClients(portfolio: Portfolio, filters: Filters, besides?: FilterColumn): Uint32Array {
  const failed = judged(portfolio, filters);
  const counting = besides ? ~(1 << COLUMNS.indexOf(besides)) : ~0;
  const selected = new Uint32Array(portfolio.size);
  let length = 0;
  for (let i = 0; i < portfolio.size; i++) if ((failed[i]! & counting) === 0) selected[length++] = i;
  return selected.subarray(0, length);
}

const remembered = new WeakMap<Portfolio, {filters: Filters; failed: Uint8Array}>();

/** Finds which filters keep each client out, a bit each. */
function judged(portfolio: Portfolio, filters: Filters): Uint8Array {
  const last = remembered.get(portfolio);
  if (last?.filters === filters) return last.failed;
  const failed = new Uint8Array(portfolio.size);
  COLUMNS.forEach((column, place) => {
    const test = clientTest(portfolio, filters, column);
    if (test) for (let i = 0; i < failed.length; i++) if (!test(i)) failed[i]! |= 1 << place;
  });
  remembered.set(portfolio, {filters, failed});
  return failed;
}

function clientTest(portfolio: Portfolio, filters: Filters, column: FilterColumn) {
  if (isCategory(column)) {
    if (filters[column].length === 0) return null;
    const wanted = portfolio.facts.vocabularies[column].map((word) => filters[column].includes(word));
    const codes = portfolio[column];
    return (i: number) => wanted[codes[i]!]!;
  }
  const range = filters[column];
  if (isOpen(range)) return null;
  const values = portfolio[column];
  const isMissing = column === "familySize" ? (x: number) => x === 0 : Number.isNaN;
  if (range === "missing") return (i: number) => isMissing(values[i]!);
  const least = range[0] ?? Number.NEGATIVE_INFINITY;
  const most = range[1] ?? Number.POSITIVE_INFINITY;
  return (i: number) => !isMissing(values[i]!) && floor(values[i]!) >= least && floor(values[i]!) <= most;
}

const isCategory = (column: FilterColumn): column is CategoryColumn =>
  (CATEGORY_COLUMNS as readonly string[]).includes(column);

/** Completed years, as people state an age; a client of 39.9 years passes "up to 39". */
const floor = Math.floor;

/** Writes filters as the query of an address; nothing for what is open. */
export function filtersToQuery(filters: Filters): string {
  const query = new URLSearchParams();
  for (const column of CATEGORY_COLUMNS) for (const word of filters[column]) query.append(column, word);
  for (const column of RANGE_COLUMNS) {
    const range = filters[column];
    if (range === "missing") query.set(column, range);
    else if (!isOpen(range)) query.set(column, `${range[0] ?? ""}-${range[1] ?? ""}`);
  }
  return query.toString();
}

/** Reads filters from the query of an address; what it does not understand stays open. */
export function parseFilters(query: string): Filters {
  const parameters = new URLSearchParams(query);
  const range = (column: RangeColumn): Range => {
    const text = parameters.get(column) ?? "";
    if (text === "missing") return text;
    const match = /^(\d*)-(\d*)$/.exec(text);
    return match ? [match[1] ? Number(match[1]) : null, match[2] ? Number(match[2]) : null] : OPEN;
  };
  return Object.fromEntries([
    ...CATEGORY_COLUMNS.map((column) => [column, parameters.getAll(column)]),
    ...RANGE_COLUMNS.map((column) => [column, range(column)])
  ]) as Filters;
}
