import {
  CATEGORY_COLUMNS,
  type CategoryColumn,
  type Portfolio,
  RANGE_COLUMNS,
  type RangeColumn
} from "./portfolio.ts";

/** Bounds of a number, both included; null is open. */
export type Range = [low: number | null, high: number | null];

/** Which clients are looked at: an empty list or an open range lets everybody through. */
export type Filters = Record<CategoryColumn, string[]> & Record<RangeColumn, Range>;

export const NO_FILTERS: Filters = {
  gender: [],
  familyStatus: [],
  education: [],
  familySize: [null, null],
  age: [null, null],
  yearsEmployed: [null, null]
};

/**
 * Selects the clients that pass every filter, by position, ascending. A client whose number is missing passes only
 * an open range.
 */
export function selectClients(portfolio: Portfolio, filters: Filters): Uint32Array {
  const tests: ((i: number) => boolean)[] = [];
  for (const column of CATEGORY_COLUMNS) {
    if (filters[column].length === 0) continue;
    const wanted = portfolio.facts.vocabularies[column].map((word) => filters[column].includes(word));
    const codes = portfolio[column];
    tests.push((i) => wanted[codes[i]!]!);
  }
  for (const column of RANGE_COLUMNS) {
    const [low, high] = filters[column];
    if (low === null && high === null) continue;
    const values = portfolio[column];
    const least = low ?? Number.NEGATIVE_INFINITY;
    const most = high ?? Number.POSITIVE_INFINITY;
    const isMissing = column === "familySize" ? (x: number) => x === 0 : Number.isNaN;
    tests.push((i) => !isMissing(values[i]!) && floor(values[i]!) >= least && floor(values[i]!) <= most);
  }
  const selected = new Uint32Array(portfolio.size);
  let length = 0;
  for (let i = 0; i < portfolio.size; i++) if (tests.every((test) => test(i))) selected[length++] = i;
  return selected.subarray(0, length);
}

/** Completed years, as people state an age; a client of 39.9 years passes "up to 39". */
const floor = Math.floor;

/** Writes filters as the query of an address; nothing for what is open. */
export function filtersToQuery(filters: Filters): string {
  const query = new URLSearchParams();
  for (const column of CATEGORY_COLUMNS) for (const word of filters[column]) query.append(column, word);
  for (const column of RANGE_COLUMNS) {
    const [low, high] = filters[column];
    if (low !== null || high !== null) query.set(column, `${low ?? ""}-${high ?? ""}`);
  }
  return query.toString();
}

/** Reads filters from the query of an address; what it does not understand stays open. */
export function parseFilters(query: string): Filters {
  const parameters = new URLSearchParams(query);
  const filters: Filters = {...NO_FILTERS};
  for (const column of CATEGORY_COLUMNS) filters[column] = parameters.getAll(column);
  for (const column of RANGE_COLUMNS) {
    const match = /^(\d*)-(\d*)$/.exec(parameters.get(column) ?? "");
    if (match) filters[column] = [match[1] ? Number(match[1]) : null, match[2] ? Number(match[2]) : null];
  }
  return filters;
}
