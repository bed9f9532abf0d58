import assert from "node:assert/strict";
import {test} from "node:test";
import type {RawRow} from "../../src/components/client/clientApi.ts";
import {
  addEdits,
  addRow,
  changedCells,
  type Edits,
  editedCell,
  isRemoved,
  isUntouched,
  NO_EDITS,
  newRows,
  putBack,
  removeRow,
  reset,
  setCell,
  setFeature,
  tryEdits,
  undo,
  type WhatIfState,
  whatIfState,
  withoutSame
} from "../../src/components/client/whatIf/whatIfState.ts";

const loan = {table: "bureau", index: 1, isNew: false};
const added = {table: "bureau", index: 0, isNew: true};
const cell = (edits: Edits) => setCell(edits, loan, "AMT_CREDIT_SUM", 5, 9);

test("setCell(edits, place, column, cell, original) keeps one edit a cell, and none where the cell has what it had", () => {
  const once = cell(NO_EDITS);
  assert.deepEqual(once.rows, [{op: "edit", table: "bureau", index: 1, values: {AMT_CREDIT_SUM: 5}}]);
  const twice = setCell(once, loan, "AMT_CREDIT_SUM", null, 9);
  assert.equal(twice.rows.length, 1);
  assert.equal(editedCell(twice, loan, "AMT_CREDIT_SUM"), null);
  assert.equal(editedCell(twice, loan, "AMT_ANNUITY"), undefined);
  assert.ok(isUntouched(setCell(twice, loan, "AMT_CREDIT_SUM", 9, 9)));
});

test("setCell(edits, place, column, cell) keeps the other cells of an edit that came with several", () => {
  const both = {
    rows: [{op: "edit" as const, table: "bureau", index: 1, values: {AMT_CREDIT_SUM: 1, AMT_ANNUITY: 2}}],
    features: {}
  };
  const set = cell(both);
  assert.equal(editedCell(set, loan, "AMT_ANNUITY"), 2);
  assert.equal(editedCell(set, loan, "AMT_CREDIT_SUM"), 5);
});

test("removeRow(edits, place) leaves a row out with its edited cells, and putBack(edits, place) takes that back", () => {
  const gone = removeRow(cell(NO_EDITS), loan);
  assert.deepEqual(gone.rows, [{op: "remove", table: "bureau", index: 1}]);
  assert.ok(isRemoved(gone, loan) && !isRemoved(gone, {...loan, index: 0}));
  assert.deepEqual(removeRow(gone, loan), gone);
  assert.ok(isUntouched(putBack(gone, loan)));
});

test("addRow(edits, table, values) adds a row whose cells are set and which is forgotten like others", () => {
  const two = addRow(addRow(NO_EDITS, "bureau", {}), "bureau", {AMT_ANNUITY: 2});
  const set = setCell(two, added, "AMT_ANNUITY", 1);
  assert.deepEqual(newRows(set, "bureau"), [{AMT_ANNUITY: 1}, {AMT_ANNUITY: 2}]);
  assert.deepEqual(newRows(removeRow(set, added), "bureau"), [{AMT_ANNUITY: 2}]);
});

test("setFeature(edits, name, undefined) leaves a feature to the records again", () => {
  const set = setFeature(NO_EDITS, "app_age", null);
  assert.deepEqual(set.features, {app_age: null});
  assert.ok(isUntouched(setFeature(set, "app_age", undefined)));
});

test("addEdits(edits, more) lets the last writer of a cell win", () => {
  const more = {
    rows: [{op: "edit" as const, table: "bureau", index: 1, values: {AMT_CREDIT_SUM: 1, AMT_ANNUITY: 2}}]
  };
  const edits = addEdits(cell(NO_EDITS), more);
  assert.equal(edits.rows.length, 2);
  assert.equal(editedCell(edits, loan, "AMT_CREDIT_SUM"), 1);
});

test("withoutSame(edits, tables) leaves out cells that the record holds already, and nothing else", () => {
  const rows: RawRow[] = [{}, {AMT_CREDIT_SUM: 5, AMT_ANNUITY: 1}];
  const tables = [{name: "bureau", rows}];
  const values = {AMT_CREDIT_SUM: 5, AMT_ANNUITY: 2, CREDIT_TYPE: null};
  const edits = addEdits(NO_EDITS, {rows: [{op: "edit", ...loan, values} as never]});
  assert.deepEqual(
    withoutSame(edits, tables).rows.map((row) => row.op === "edit" && row.values),
    [{AMT_ANNUITY: 2}]
  );
  assert.equal(withoutSame(addRow(removeRow(NO_EDITS, loan), "bureau", {}), tables).rows.length, 2);
});

/** Takes all steps back and checks that the edits of each step before are there again. */
function checkUndo(states: readonly WhatIfState[]): void {
  let now = states.at(-1)!;
  for (const earlier of [...states].reverse().slice(1)) {
    now = undo(now);
    assert.deepEqual(now.edits, earlier.edits);
  }
  assert.equal(undo(now), now);
}

test("undo(state) leads back through every step, over a reset as well", () => {
  const states = [whatIfState()];
  const step = (next: (state: WhatIfState) => WhatIfState) => states.push(next(states.at(-1)!));
  step((state) => tryEdits(state, cell(state.edits)));
  step((state) => tryEdits(state, setFeature(state.edits, "app_age", 40)));
  step(reset);
  step((state) => tryEdits(state, addRow(state.edits, "bureau", {})));
  checkUndo(states);
  assert.throws(() => checkUndo([states[0]!, states[2]!]), assert.AssertionError);
});

test("tryEdits(state, edits, continues) makes one step of what is dragged, and none of the same again", () => {
  const first = tryEdits(whatIfState(), setFeature(NO_EDITS, "app_age", 40));
  const dragged = tryEdits(first, setFeature(NO_EDITS, "app_age", 41), true);
  assert.deepEqual(undo(dragged).edits, NO_EDITS);
  assert.equal(tryEdits(dragged, setFeature(NO_EDITS, "app_age", 41)), dragged);
});

test("changedCells(before, after, table) finds the cells that differ, and null where rows come or go", () => {
  const once = cell(NO_EDITS);
  const place = {index: 1, column: "AMT_CREDIT_SUM"};
  assert.deepEqual(changedCells(NO_EDITS, once, "bureau"), [place]);
  assert.deepEqual(changedCells(once, NO_EDITS, "bureau"), [place]);
  assert.deepEqual(changedCells(once, setCell(once, loan, "AMT_CREDIT_SUM", 6, 9), "bureau"), [place]);
  assert.deepEqual(changedCells(once, setFeature(once, "x", 1), "bureau"), []);
  assert.deepEqual(changedCells(NO_EDITS, once, "application"), []);
  assert.equal(changedCells(once, removeRow(once, loan), "bureau"), null);
  assert.equal(changedCells(once, addRow(once, "bureau", {}), "bureau"), null);
  assert.deepEqual(changedCells(once, addRow(once, "application", {}), "bureau"), []);
});
