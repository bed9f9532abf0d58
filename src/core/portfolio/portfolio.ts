import type {ModelRef} from "../schema/score.ts";

/** The clients of the data set, or evenly spread ones of a large set: one column per fact, one position per client. */
export interface Portfolio {
  size: number;
  clientId: Int32Array;
  /** Codes into `vocabularies`; the last code of each stands for what is missing. */
  gender: Uint8Array;
  familyStatus: Uint8Array;
  education: Uint8Array;
  /** Members of the family; 0 when missing. */
  familySize: Uint8Array;
  /** Years. */
  age: Float32Array;
  /** Years in the current employment; NaN when not employed or missing. */
  yearsEmployed: Float32Array;
  /** 1 = default, 0 = repaid, −1 = not known yet. */
  target: Int8Array;
  probabilityOfDefault: Float32Array;
  /** Points. */
  score: Int16Array;
  /** 1 when the score is that of a fold model that has not seen the client; 0 when it is the model's own. */
  outOfFold: Uint8Array;
  facts: PortfolioFacts;
}

/** What the columns of the portfolio refer to. */
export interface PortfolioFacts {
  /** Clients of the whole set, of which the portfolio may be a sample. */
  population: number;
  vocabularies: Record<CategoryColumn, string[]>;
  cutoff: {probability: number; score: number};
  model: ModelRef;
  dataAsOf: string;
  /** The data set comes from the demonstration generator. */
  isGenerated: boolean;
}

export type CategoryColumn = "gender" | "familyStatus" | "education";
export type RangeColumn = "familySize" | "age" | "yearsEmployed" | "score";
export const CATEGORY_COLUMNS = [
  "gender",
  "familyStatus",
  "education"
] as const satisfies readonly CategoryColumn[];
export const RANGE_COLUMNS = [
  "familySize",
  "age",
  "yearsEmployed",
  "score"
] as const satisfies readonly RangeColumn[];
export type FilterColumn = CategoryColumn | RangeColumn;
