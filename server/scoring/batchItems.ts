import {splitCells} from "../../loaders/tables/csv/splitLine.ts";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import type {RawRow} from "../../loaders/types.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import {shown} from "../../src/core/shown.ts";
import type {Applicant} from "./applicants.ts";

/** One item of a batch: a known client, an applicant, or what could not be read as either. */
export type BatchItem = {clientId: number} | {applicant: Applicant} | {error: ScorebookError};

const KEY = "SK_ID_CURR";
const TEXT = new Set(
  CLIENT_TABLE_SCHEMA.application.columns.filter(({dtype}) => dtype === "String").map(({name}) => name)
);

/** Lists the items of a JSON body: the ids first, then the applicants. */
export function* itemsOfJson({
  ids = [],
  applicants = []
}: {
  ids?: unknown[];
  applicants?: unknown[];
}): Generator<BatchItem> {
  for (const id of ids) yield toItem(id);
  for (const applicant of applicants) yield toItem(applicant);
}

/** Reads one item a line: an id, {"id": …} or an applicant. A line that is none of these is an item with an error. */
export function* itemsOfLines(text: string, parse: (line: string) => unknown): Generator<BatchItem> {
  for (const line of linesOf(text)) {
    try {
      yield toItem(parse(line));
    } catch (error) {
      if (!(error instanceof ScorebookError)) throw error;
      yield {error};
    }
  }
}

/**
 * Reads a CSV with a header: SK_ID_CURR alone (or id, clientId) for known clients, else columns of the application, an
 * applicant a row.
 * @throws REQUEST_INVALID when there is no header
 */
export function* itemsOfCsv(text: string): Generator<BatchItem> {
  const lines = linesOf(text);
  const header = lines.next();
  const names = header.done ? undefined : splitCells(header.value)?.cells.map((name) => name.trim());
  if (!names) throw refused("The CSV has no header; SK_ID_CURR or columns of the application were expected.");
  const isList = names.length === 1 && [KEY, "id", "clientId"].includes(names[0]!);
  let line = 1;
  for (const row of lines) {
    line++;
    const cells = splitCells(row)?.cells;
    if (cells?.length !== names.length)
      yield {
        error: refused(
          `Line ${line} has ${cells?.length ?? "unclosed"} cells; ${names.length} were expected.`
        )
      };
    else yield isList ? toItem(toNumber(cells[0]!)) : {applicant: {application: toRow(names, cells)}};
  }
}

function toRow(names: readonly string[], cells: readonly string[]): RawRow {
  return Object.fromEntries(
    names.map((name, i) => [name, cells[i] === "" ? null : TEXT.has(name) ? cells[i]! : toNumber(cells[i]!)])
  );
}

/** Reads a number; what is none stays text, for the check of the column to name. */
const toNumber = (cell: string): number | string =>
  cell.trim() !== "" && Number.isFinite(Number(cell)) ? Number(cell) : cell;

function toItem(given: unknown): BatchItem {
  const value = isRecord(given) && "id" in given && Object.keys(given).length === 1 ? given.id : given;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 1) return {clientId: value};
  if (isRecord(value) && isRecord(value.application)) return {applicant: value as unknown as Applicant};
  return {
    error: refused(
      `The item is ${shown(value)}; a client id or an applicant with an application was expected.`
    )
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function* linesOf(text: string): Generator<string> {
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; ) {
    const found = text.indexOf("\n", at);
    const end = found < 0 ? text.length : found;
    const line = text.slice(at, text[end - 1] === "\r" ? end - 1 : end);
    if (line.trim() !== "") yield line;
    at = end + 1;
  }
}

const refused = (sentence: string) => new ScorebookError("REQUEST_INVALID", sentence);
