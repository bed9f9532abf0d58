/**
 * The catalogue of everything that can go wrong, as data. Each code appears once, is documented in
 * the OpenAPI document, and is reachable (a test provokes each one).
 */
export const ERRORS = {
  CONFIG_INVALID: {status: 500, title: "The configuration is invalid"},
  USAGE: {status: 400, title: "The command was called wrongly"},
  REQUEST_INVALID: {status: 400, title: "The request is invalid"},
  CLIENT_ID_INVALID: {status: 400, title: "The client id is missing or is not a positive integer"},
  CLIENT_UNKNOWN: {status: 404, title: "No such client"},
  FEATURE_UNKNOWN: {status: 404, title: "No such feature"},
  JOB_UNKNOWN: {status: 404, title: "No such job"},
  ROUTE_UNKNOWN: {status: 404, title: "No such resource"},
  QUERY_INVALID: {status: 400, title: "The SQL statement or expression is invalid"},
  QUERY_REFUSED: {status: 403, title: "The SQL statement asks for more than reading the data set's tables"},
  QUERY_LIMIT: {status: 422, title: "The query asks for more time, memory or room than one may have"},
  QUERY_BUSY: {status: 503, title: "Queries are being answered or prepared; ask again soon"},
  NOTEBOOK_UNKNOWN: {status: 404, title: "No such notebook"},
  NOTEBOOK_CHANGED: {status: 409, title: "The notebook was changed meanwhile"},
  NOTEBOOK_LIMIT: {status: 422, title: "There is more in notebooks than is kept"},
  IDEMPOTENCY_KEY_USED: {status: 422, title: "The Idempotency-Key belongs to another request"},
  RECORD_TAKEN: {status: 409, title: "This was settled already"},
  RECORD_UNKNOWN: {status: 404, title: "No such record"},
  OVERRIDE_UNEXPLAINED: {status: 422, title: "A decision against the model has no reason"},
  SECOND_PERSON_NEEDED: {status: 403, title: "A second person has to do this"},
  POLICY_INVALID: {status: 422, title: "No decisions can be made with this cut-off"},
  CASE_CHANGED: {status: 409, title: "The case was changed meanwhile"},
  CASE_LIMIT: {status: 422, title: "There is more in the case than is kept"},
  SEARCH_INVALID: {status: 422, title: "The study or its search space is invalid"},
  STUDY_UNKNOWN: {status: 404, title: "No such study"},
  QUEUE_FAILED: {status: 500, title: "The workers could not do what was given out"},
  TABLE_INVALID: {status: 422, title: "A raw table is invalid"},
  MODEL_INVALID: {status: 500, title: "The model file is invalid"},
  MODEL_UNKNOWN: {status: 404, title: "No such model"},
  MODEL_REFUSED: {status: 422, title: "The model cannot be served on these data"},
  CARD_MISSING: {status: 404, title: "The model has no card"},
  MODELS_INCOMPARABLE: {status: 422, title: "The models cannot be compared"},
  MODEL_MISSING: {status: 503, title: "No model is loaded"},
  FEATURES_MISSING: {status: 503, title: "The features are not computed"},
  STORAGE_DAMAGED: {status: 503, title: "What is stored is damaged"},
  STORAGE_FULL: {status: 503, title: "There is no space to store results"},
  STORAGE_LOCKED: {status: 503, title: "Another program holds the stored results"},
  STORAGE_UNREACHABLE: {status: 503, title: "The store that all replicas share does not answer"},
  STORAGE_INVALID: {status: 500, title: "The stored results cannot be used"},
  EXPLANATION_UNSUPPORTED: {status: 501, title: "This model cannot be explained"},
  LIGHTGBM_MISSING: {status: 503, title: "The LightGBM library is not built"},
  LIGHTGBM_FAILED: {status: 500, title: "LightGBM refused the call"},
  METHOD_NOT_ALLOWED: {status: 405, title: "This resource does not take the method"},
  REQUEST_TIMEOUT: {status: 408, title: "The request did not arrive in time"},
  PRECONDITION_FAILED: {status: 412, title: "The file is not the one that the request asks for"},
  PAYLOAD_TOO_LARGE: {status: 413, title: "The request body is too large"},
  MEDIA_UNSUPPORTED: {status: 415, title: "The request body is of an unsupported type"},
  RANGE_UNSATISFIABLE: {status: 416, title: "The file does not have the range that was asked for"},
  EXPECTATION_FAILED: {status: 417, title: "The expectation of the request cannot be met"},
  RATE_LIMITED: {status: 429, title: "Too much was asked at once"},
  HEADERS_TOO_LARGE: {status: 431, title: "The request's headers are too large"},
  TOO_BUSY: {status: 503, title: "The server has too much to do"},
  UNAUTHENTICATED: {status: 401, title: "Who asks is not known"},
  FORBIDDEN: {status: 403, title: "Who asks may not do this"},
  TOKENS_INVALID: {status: 503, title: "Who may ask cannot be told"},
  HOST_REFUSED: {status: 403, title: "The request is sent to a name that is not this server's"},
  ORIGIN_REFUSED: {status: 403, title: "Pages of another origin may not connect"},
  API_UNREACHABLE: {status: 502, title: "The API does not answer"},
  API_TIMEOUT: {status: 504, title: "The API did not answer in time"},
  INTERNAL: {status: 500, title: "Something went wrong here"}
} as const satisfies Record<string, {status: number; title: string}>;

export type ErrorCode = keyof typeof ERRORS;
/** number … category are of a cell by itself; unchanged, unique and known are of an id among a client's rows. */
export const EXPECTED_KINDS = [
  "number",
  "integer",
  "flag",
  "id",
  "category",
  "unchanged",
  "unique",
  "known"
] as const;

/** What a refused value had to be, for those who say it in another language; null, for missing, unless it is an id. */
export interface Expected {
  kind: (typeof EXPECTED_KINDS)[number];
  least?: number;
  most?: number;
  /** A number beyond the bounds that stands for missing. */
  nullCode?: number;
  categories?: readonly string[];
}

export interface Issue {
  code: string;
  /** Where: a JSON pointer, a table and column, a file and line. */
  path: string;
  message: string;
  /** Where one value alone was refused for what it is. */
  expected?: Expected;
}

/** Carries a code of the catalogue, one clear sentence (what, where, what was expected) and its parts. */
export class ScorebookError extends Error {
  override readonly name = "ScorebookError";
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly issues: readonly Issue[] = []
  ) {
    super(detail);
  }
}

/** RFC 9457 problem details, as every error leaves the server. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail: string;
  issues: readonly Issue[];
  requestId: string;
}

/** Converts anything thrown to a problem; what is not ours becomes INTERNAL and keeps its message to itself. */
export function errorToProblem(error: unknown, requestId: string): Problem {
  const known =
    error instanceof ScorebookError
      ? error
      : new ScorebookError("INTERNAL", "The server failed; the log has the details under this request id.");
  const {status, title} = ERRORS[known.code];
  return {
    type: `/problems/${known.code}`,
    title,
    status,
    code: known.code,
    detail: known.detail,
    issues: known.issues,
    requestId
  };
}
