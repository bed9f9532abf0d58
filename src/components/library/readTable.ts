import {type Table, tableFromIPC} from "apache-arrow";

/** An Arrow table that says whether the server left out rows beyond its limit. */
export type AnswerTable = Table & {readonly truncated: boolean};

/** An Arrow stream as it came. */
export interface ArrowStream {
  bytes: Uint8Array;
  truncated: boolean;
}

/** Reads the table out of an Arrow stream. */
export const readTable = ({bytes, truncated}: ArrowStream): AnswerTable =>
  Object.assign(tableFromIPC(bytes), {truncated});
