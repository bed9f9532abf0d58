import {type Issue, ScorebookError} from "../../src/core/errors.ts";
import {nearestNames} from "../../src/core/nearestNames.ts";
import {cut, shown} from "../../src/core/shown.ts";
import {invalidParameter, parseInteger} from "../rest/answers/parameters.ts";
import type {ClientFilter} from "./filter.ts";
import {DECISIONS} from "./scoredSet.ts";
import {type ClientSearch, SCORE_FIELDS, SORTS, type Sort} from "./search.ts";

const MAX_POINTS = 32_767;
const MAX_FIELDS = 50;
const MAX_WHERE = 8192;
/** Clients of a page that has columns of the application or features. */
export const MAX_WITH_COLUMNS = 1000;
export const DEFAULT_FIELDS = ["score", "probabilityOfDefault", "decision"] as const;

/** What a query may say of the clients that are looked for. */
export const filterProperties = {
  q: {type: "string", pattern: "^[1-9][0-9]{0,9}$", description: "first digits of the id"},
  decision: {
    type: "string",
    description: `one or more of ${DECISIONS.join(", ")}, separated by commas`
  },
  minScore: {type: "number", description: "points, included"},
  maxScore: {type: "number", description: "points, included"},
  near: {type: "number", minimum: 0, description: "at most so many points above or below the cut-off"},
  inTraining: {type: "boolean", description: "whether the model has learned from the client"},
  where: {
    type: "string",
    maxLength: MAX_WHERE,
    description: "a condition in SQL on the columns of the table clients, such as AMT_CREDIT > 500000"
  }
} as const;

export type FilterQuery = Partial<Record<keyof typeof filterProperties, unknown>>;
export type SearchQuery = FilterQuery & Partial<Record<"sort" | "fields" | "limit" | "after", unknown>>;

/** Reads the filter out of a query. @throws REQUEST_INVALID */
export function parseFilter(query: FilterQuery): ClientFilter {
  const {q, decision, minScore, maxScore, near, inTraining, where} = query;
  const filter: ClientFilter = {
    q: text("q", q, /^[1-9]\d{0,9}$/, "the first digits of an id", Number),
    decisions: parseDecisions(decision),
    minScore: parseNumber(minScore, "minScore", -MAX_POINTS),
    maxScore: parseNumber(maxScore, "maxScore", -MAX_POINTS),
    near: parseNumber(near, "near", 0),
    inTraining: text("inTraining", inTraining, /^(true|false)$/, "true or false", (word) => word === "true"),
    where: parseCondition(where)
  };
  const {minScore: least = -Infinity, maxScore: most = Infinity} = filter;
  if (least > most) throw invalidParameter("minScore", `${least}, which is more than ?maxScore=${most}`);
  return filter;
}

/** Reads a whole search out of a query. @throws REQUEST_INVALID, FEATURE_UNKNOWN */
export function parseSearch(query: SearchQuery, columns: readonly string[], maxLimit: number): ClientSearch {
  const fields = parseFields(query.fields, columns);
  const hasColumns = fields.some((name) => !(SCORE_FIELDS as readonly string[]).includes(name));
  const most = hasColumns ? MAX_WITH_COLUMNS : maxLimit;
  return {
    ...parseFilter(query),
    sort: parseSort(query.sort),
    fields,
    limit: parseInteger(query.limit, "limit", 1, most) ?? 100,
    after: text("after", query.after, /^[\x21-\x7e]{1,60}$/, "the next of the page before", String)
  };
}

function parseSort(given: unknown): Sort {
  if (given === undefined) return "clientId";
  if (SORTS.includes(given as Sort)) return given as Sort;
  throw invalidParameter("sort", `${shown(given)}; expected one of ${SORTS.join(", ")}`);
}

function parseDecisions(given: unknown): ClientFilter["decisions"] {
  if (given === undefined) return undefined;
  const words = typeof given === "string" ? given.split(",") : [];
  const isKnown = (word: string): word is (typeof DECISIONS)[number] => DECISIONS.includes(word as never);
  if (words.length > 0 && words.length <= DECISIONS.length && words.every(isKnown)) return words;
  throw invalidParameter("decision", `${shown(given)}; expected one or more of ${DECISIONS.join(", ")}`);
}

function parseFields(given: unknown, columns: readonly string[]): string[] {
  if (given === undefined) return [...DEFAULT_FIELDS];
  const names = typeof given === "string" ? given.split(",").map((name) => name.trim()) : [""];
  const fields = [...new Set(names)].filter((name) => name !== "clientId");
  if (names.includes("") || fields.length > MAX_FIELDS)
    throw invalidParameter(
      "fields",
      `${shown(given)}; expected at most ${MAX_FIELDS} names separated by commas`
    );
  const known = [...SCORE_FIELDS, ...columns];
  const issues = fields
    .filter((name) => !known.includes(name))
    .slice(0, 20)
    .map((name): Issue => {
      const near = nearestNames(name, known);
      const hint =
        near.length > 0 ? `did you mean ${near.join(", ")}?` : "/v1/features and /v1/tables list them.";
      return {
        code: "FEATURE_UNKNOWN",
        path: "?fields=",
        message: `There is no field ${cut(name, 100)}; ${hint}`
      };
    });
  if (issues.length === 0) return fields;
  throw new ScorebookError("FEATURE_UNKNOWN", issues.map(({message}) => message).join(" "), issues);
}

function parseCondition(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string" && given.trim() !== "" && given.length <= MAX_WHERE) return given;
  throw invalidParameter(
    "where",
    `${shown(given)}; expected one condition on columns, such as AMT_CREDIT > 500000`
  );
}

function parseNumber(given: unknown, name: string, least: number): number | undefined {
  return text(name, given, /^-?\d{1,6}(\.\d{1,6})?$/, `a number from ${least} to ${MAX_POINTS}`, (word) => {
    const value = Number(word);
    if (value >= least && value <= MAX_POINTS) return value;
    throw invalidParameter(name, `${shown(given)}; expected a number from ${least} to ${MAX_POINTS}`);
  });
}

/** Reads a parameter of one form; undefined when it is absent. @throws REQUEST_INVALID */
function text<T>(
  name: string,
  given: unknown,
  form: RegExp,
  expected: string,
  read: (word: string) => T
): T | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string" && form.test(given)) return read(given);
  throw invalidParameter(name, `${shown(given)}; expected ${expected}`);
}
