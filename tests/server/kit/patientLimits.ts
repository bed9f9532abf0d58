import {QUERY_LIMITS, type QueryLimits} from "../../../server/query/limits.ts";

/** Generous times, since a test machine may be busy. */
export const PATIENT: QueryLimits = {...QUERY_LIMITS, timeMs: 120_000, graceMs: 20_000, waitMs: 300_000};
