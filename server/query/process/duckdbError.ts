import {type ErrorCode, ScorebookError} from "../../../src/core/errors.ts";
import {OUT_OF_STEP} from "../tables.ts";

const INVALID =
  /^(Parser|Binder|Catalog|Conversion|Invalid Input|Invalid Type|Mismatch Type|Out of Range|Syntax|Not implemented|Constraint|Decimal|Divide by Zero|Sequence|TransactionContext|Expression|Parameter Not Allowed|Parameter Not Resolved|Dependency) Error: /i;
const MOST_CHARACTERS = 500;

/**
 * Translates what DuckDB threw to a problem: its own sentence about the statement, without the excerpt; a sentence of
 * ours where its own would tell about the machine.
 */
export function duckdbError(error: unknown): {code: ErrorCode; detail: string} {
  if (error instanceof ScorebookError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (
    /Out of Memory|Cannot create a string longer|Array buffer allocation failed|Invalid string length|could not allocate/i.test(
      message
    )
  )
    return {
      code: "QUERY_LIMIT",
      detail: "The query needs more memory than one may have; fewer rows at once were expected."
    };
  if (message.includes(OUT_OF_STEP))
    return {
      code: "STORAGE_DAMAGED",
      detail:
        "What is stored of the clients does not belong together; compute the features again with npm run features."
    };
  if (/^(Permission|IO|HTTP|Missing Extension) Error/i.test(message))
    return {
      code: "QUERY_REFUSED",
      detail: "The statement reaches beyond the data set's tables; one SELECT over them was expected."
    };
  if (INVALID.test(message))
    return {code: "QUERY_INVALID", detail: `The statement cannot be answered: ${sentenceOf(message)}`};
  return {code: "INTERNAL", detail: "The query engine failed; a simpler statement may be answered."};
}

function sentenceOf(message: string): string {
  const [text = ""] = message.split(/\n+LINE \d+:/);
  const line = text.replaceAll(/\s+/g, " ").trim();
  const short = line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
  return /[.!?…]$/.test(short) ? short : `${short}.`;
}
