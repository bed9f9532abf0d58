import {ScorebookError} from "../../src/core/errors.ts";
import {type CaseChange, type CaseEdit, MAX_EDITS} from "../../src/core/schema/case.ts";
import {invalidRequest} from "../rest/problems.ts";
import type {RowEdit} from "../scoring/rowEdits.ts";
import type {WhatIfRequest} from "../scoring/workbench.ts";

/**
 * Splits a what-if into its fields, each of which has one last writer. `version` names the rows that it adds.
 * @throws REQUEST_INVALID for an edit of no cell
 */
export function toEdits(
  {rows = [], features = {}}: NonNullable<CaseChange["set"]>,
  {by, at, version}: {by: string; at: string; version: number}
): CaseEdit[] {
  const edits: CaseEdit[] = [];
  for (const [i, row] of (rows as unknown as RowEdit[]).entries()) {
    const {op, table} = row;
    if (op === "add") edits.push({key: `${table}/+${version}.${i}`, by, at, row: {...row}});
    else if (op === "remove") edits.push({key: `${table}/${row.index}`, by, at, row: {...row}});
    else {
      const cells = Object.entries(row.values ?? {});
      if (cells.length === 0)
        throw invalidRequest("what-if", [
          {path: `/rows/${i}/values`, message: "has no cell; expected what is edited"}
        ]);
      for (const [column, cell] of cells)
        edits.push({key: `${table}/${row.index}/${column}`, by, at, row: {...row, values: {[column]: cell}}});
    }
  }
  for (const [name, value] of Object.entries(features))
    edits.push({key: `feature/${name}`, by, at, feature: {name, value}});
  return edits;
}

/** Puts edits upon others: the last writer of a field wins. @throws CASE_LIMIT */
export function mergeEdits(edits: readonly CaseEdit[], more: readonly CaseEdit[]): CaseEdit[] {
  const merged = new Map(edits.map((edit) => [edit.key, edit]));
  for (const edit of more) merged.set(edit.key, edit);
  if (merged.size <= MAX_EDITS) return [...merged.values()];
  throw new ScorebookError(
    "CASE_LIMIT",
    `The case would have ${merged.size} edited fields; expected at most ${MAX_EDITS}.`
  );
}

/** Puts the fields together to the what-if that they are. */
export const toWhatIf = (edits: readonly CaseEdit[]): WhatIfRequest => ({
  rows: edits.flatMap(({row}) => (row ? [row as unknown as RowEdit] : [])),
  features: Object.fromEntries(edits.flatMap(({feature}) => (feature ? [[feature.name, feature.value]] : [])))
});
