import type {Cell, RawRow} from "../clientApi.ts";

/** One change of a client's raw records, as `POST /v1/clients/:id/what-if` takes it. Indexes count the rows before any change. */
export type RowEdit =
  | {op: "edit"; table: string; index: number; values: RawRow}
  | {op: "remove"; table: string; index: number}
  | {op: "add"; table: string; values: RawRow};

/** What is tried with a client: changed raw records, then features set by hand. */
export interface Edits {
  readonly rows: readonly RowEdit[];
  readonly features: Readonly<Record<string, Cell>>;
}

export const NO_EDITS: Edits = {rows: [], features: {}};

/** A row of a table as edits know it: one that the client has by its index, a new one by its place among the new. */
export interface RowPlace {
  table: string;
  index: number;
  isNew: boolean;
}

/** Edits and those before them, oldest first, which are taken back one by one. */
export interface WhatIfState {
  readonly edits: Edits;
  readonly past: readonly Edits[];
}

export const whatIfState = (edits: Edits = NO_EDITS): WhatIfState => ({edits, past: []});

/** How many steps can be taken back. */
const MOST_STEPS = 100;

/**
 * Takes other edits over, whoever made them; the same again is no step.
 * @param continues the last step, as the next place of what is being dragged does
 */
export function tryEdits(state: WhatIfState, next: Edits, continues = false): WhatIfState {
  const {edits, past} = state;
  const wanted = oneCellEach(next);
  if (sameEdits(edits, wanted)) return state;
  return {edits: wanted, past: continues ? past : [...past, edits].slice(-MOST_STEPS)};
}

/** Takes the last step back; nothing where there is none. */
export function undo(state: WhatIfState): WhatIfState {
  const last = state.past.at(-1);
  return last ? {edits: last, past: state.past.slice(0, -1)} : state;
}

/** Takes everything back, in one step that can itself be taken back. */
export const reset = (state: WhatIfState): WhatIfState => tryEdits(state, NO_EDITS);

/** Tells whether nothing is tried. */
export const isUntouched = ({rows, features}: Edits): boolean =>
  rows.length === 0 && Object.keys(features).length === 0;

export const sameEdits = (a: Edits, b: Edits): boolean =>
  JSON.stringify([a.rows, a.features]) === JSON.stringify([b.rows, b.features]);

/**
 * Sets a cell. A cell that gets what it had, `original`, is no edit any more; one of a new row stays.
 */
export function setCell(edits: Edits, place: RowPlace, column: string, cell: Cell, original?: Cell): Edits {
  const {table, index, isNew} = place;
  if (isNew) {
    const at = placesOfNew(edits, table)[index];
    const rows = edits.rows.map((row, i) =>
      i === at && row.op === "add" ? {...row, values: {...row.values, [column]: cell}} : row
    );
    return {...edits, rows};
  }
  const rows = oneCellEach(edits).rows.filter((row) => !(isEditOf(row, place) && column in row.values));
  if (cell === original) return {...edits, rows};
  return {...edits, rows: [...rows, {op: "edit", table, index, values: {[column]: cell}}]};
}

/** Leaves a row out; a new one is forgotten, and the edited cells of one that the client has as well. */
export function removeRow(edits: Edits, place: RowPlace): Edits {
  const {table, index, isNew} = place;
  if (isNew) {
    const at = placesOfNew(edits, table)[index];
    return {...edits, rows: edits.rows.filter((_, i) => i !== at)};
  }
  const rows = edits.rows.filter((row) => !isEditOf(row, place) && !isRemovalOf(row, place));
  return {...edits, rows: [...rows, {op: "remove", table, index}]};
}

/** Puts a row that was left out back. */
export const putBack = (edits: Edits, place: RowPlace): Edits => ({
  ...edits,
  rows: edits.rows.filter((row) => !isRemovalOf(row, place))
});

/** Adds a row behind the others of its table. */
export const addRow = (edits: Edits, table: string, values: RawRow): Edits => ({
  ...edits,
  rows: [...edits.rows, {op: "add", table, values}]
});

/** Sets a feature by hand, whatever the records say; undefined leaves it to them again. */
export function setFeature(edits: Edits, name: string, value: Cell | undefined): Edits {
  const {[name]: _, ...others} = edits.features;
  return {...edits, features: value === undefined ? others : {...others, [name]: value}};
}

/** Puts edits upon others: the last writer of a cell wins. */
export const addEdits = (edits: Edits, more: Partial<Edits>): Edits =>
  oneCellEach({
    rows: [...edits.rows, ...(more.rows ?? [])],
    features: {...edits.features, ...more.features}
  });

/** Leaves out what puts into a cell what the record holds already. */
export const withoutSame = (
  edits: Edits,
  tables: readonly {name: string; rows: readonly RawRow[]}[]
): Edits => ({
  ...edits,
  rows: oneCellEach(edits).rows.filter((row) => {
    if (row.op !== "edit") return true;
    const record = tables.find(({name}) => name === row.table)?.rows[row.index];
    return Object.entries(row.values).some(([column, cell]) => (record?.[column] ?? null) !== cell);
  })
});

/** The cell that edits put into a place; undefined where they leave it. */
export const editedCell = (edits: Edits, place: RowPlace, column: string): Cell | undefined =>
  edits.rows.findLast((row): row is RowEdit & {op: "edit"} => isEditOf(row, place) && column in row.values)
    ?.values[column];

/**
 * Finds the cells of a table's own records in which two what-ifs differ; null where they differ in more than cells, as
 * rows that are added or left out.
 */
export function changedCells(
  before: Edits,
  after: Edits,
  table: string
): {index: number; column: string}[] | null {
  const others = ({rows}: Edits) =>
    JSON.stringify(rows.filter((row) => row.table === table && row.op !== "edit"));
  if (others(before) !== others(after)) return null;
  const cellsOf = ({rows}: Edits) =>
    new Map(
      rows.flatMap((row) =>
        row.op === "edit" && row.table === table
          ? Object.entries(row.values).map(([column, cell]) => [
              `${row.index} ${column}`,
              {index: row.index, column, cell}
            ])
          : []
      )
    );
  const [was, now] = [cellsOf(before), cellsOf(after)];
  return [...new Map([...was, ...now])].flatMap(([key, {index, column}]) => {
    const [one, other] = [was.get(key), now.get(key)];
    return one && other && one.cell === other.cell ? [] : [{index, column}];
  });
}

export const isRemoved = (edits: Edits, place: RowPlace): boolean =>
  edits.rows.some((row) => isRemovalOf(row, place));

/** The rows that edits add to a table, in their order. */
export const newRows = ({rows}: Edits, table: string): RawRow[] =>
  rows.flatMap((row) => (row.op === "add" && row.table === table ? [row.values] : []));

const isEditOf = (row: RowEdit, {table, index, isNew}: RowPlace): row is RowEdit & {op: "edit"} =>
  !isNew && row.op === "edit" && row.table === table && row.index === index;

const isRemovalOf = (row: RowEdit, {table, index, isNew}: RowPlace): boolean =>
  !isNew && row.op === "remove" && row.table === table && row.index === index;

const placesOfNew = ({rows}: Edits, table: string): number[] =>
  rows.flatMap((row, i) => (row.op === "add" && row.table === table ? [i] : []));

/** Splits edits into one cell each, of which the last of a place stays, in the place of the first. */
function oneCellEach({rows, features}: Edits): Edits {
  const kept = new Map<string, RowEdit>();
  rows.forEach((row, i) => {
    if (row.op === "add") kept.set(`+${i}`, row);
    else if (row.op === "remove") kept.set(`${row.table}/${row.index}`, row);
    else
      for (const [column, cell] of Object.entries(row.values))
        kept.set(`${row.table}/${row.index}/${column}`, {...row, values: {[column]: cell}});
  });
  return {rows: [...kept.values()], features};
}
