import type {ErrorCode} from "../../../src/core/errors.ts";
import type {AnswerFormat} from "../answers/answer.ts";
import type {QueryLimits} from "../limits.ts";
import type {QueryTable} from "../tables.ts";

/** What a query process is told. */
export type ToProcess =
  | {type: "open"; tables: QueryTable[]; limits: QueryLimits}
  | ({type: "run"} & QueryRequest)
  | {type: "stop"};

export interface QueryRequest {
  sql: string;
  /** A condition of the statement that must be one expression, as it was given. */
  where?: string;
  format: AnswerFormat;
}

/** What a query process answers to "open" and "run"; the bytes come through the pipe beside the messages. */
export type FromProcess =
  | {type: "ready"}
  | {type: "done"; bytes: number; rows: number; truncated: boolean}
  /** Tables whose files must be made first. */
  | {type: "needs"; tables: string[]}
  | {type: "stopped"}
  | {type: "problem"; code: ErrorCode; detail: string};

/** The file descriptor that answers are written to. */
export const ANSWER_PIPE = 3;
