import type {Expected, Issue} from "../../../src/core/errors.ts";
import type {ClientTable, RawRow} from "../../types.ts";
import {MOST_FAULTS, shorten} from "../faults.ts";
import {CLIENT_TABLE_SCHEMA} from "../schema/tables.ts";
import {expectedParts, valueFault} from "./cells.ts";

/** What is wrong with a cell, to follow the column's name, and what it had to be. */
export interface CellFault {
  message: string;
  expected?: Expected;
}

/**
 * Checks one cell of a client's raw rows by what the table check demands of it.
 * @returns undefined when the cell can be
 */
export function checkCell(table: ClientTable, column: string, value: unknown): CellFault | undefined {
  const declared = CLIENT_TABLE_SCHEMA[table].columns.find(({name}) => name === column);
  if (declared === undefined) return {message: `is no column of ${table}; /v1/tables lists them`};
  const message = valueFault(declared, value);
  return message === undefined ? undefined : {message, expected: expectedParts(declared)};
}

/**
 * Checks the cells of raw rows that came as JSON; columns that are left out are not looked at. No key may occur twice.
 * @param pointer the JSON pointer of the list of rows
 * @returns the first 20 faults, each at the pointer of its cell
 */
export function checkRows(table: ClientTable, rows: readonly RawRow[], pointer: string): Issue[] {
  const issues: Issue[] = [];
  const add = (row: number, column: string, fault: CellFault) =>
    issues.push({code: "REQUEST_INVALID", path: `${pointer}/${row}/${shorten(column)}`, ...fault});
  const {key} = CLIENT_TABLE_SCHEMA[table];
  const keys = new Map<unknown, number>();
  for (const [i, row] of rows.entries()) {
    for (const [column, value] of Object.entries(row)) {
      const fault = checkCell(table, column, value);
      if (fault !== undefined) add(i, column, fault);
    }
    const own = key === undefined ? undefined : row[key];
    if (own !== undefined && keys.has(own))
      add(i, key!, {
        message: `is ${own}, which occurs twice, first in row ${keys.get(own)}; each may occur once`,
        expected: {kind: "unique"}
      });
    else keys.set(own, i);
    if (issues.length >= MOST_FAULTS) break;
  }
  return issues.slice(0, MOST_FAULTS);
}
