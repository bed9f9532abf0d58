import type {Note} from "../assumptions.ts";
import {listNames, shorten} from "../faults.ts";
import type {TableSchema} from "../schema/column.ts";

/** Where the declared columns are in a file, and what had to be assumed to find them. */
export interface ColumnPlan {
  /** One place per declared column; −1 where the file lacks it. */
  readonly places: readonly number[];
  /** The place of a TARGET in the test table, which is left aside; −1 when there is none. */
  readonly target: number;
  /** Declared columns that the file lacks. */
  readonly missing: readonly string[];
  readonly notes: readonly Note[];
  /** Why the file cannot be read; the sentences go on from the file's name. */
  readonly faults: readonly string[];
}

/** Names under which programs write a row's number: pandas, Polars, R, databases. */
const ROW_NUMBER =
  /^(unnamed: ?[\d.]+|index|level_\d+|__index_level_\d+__|row(_?(id|nr|number|names?))?|\.\.\.\d+)?$/i;

/**
 * Finds the declared columns among a file's column names, in any order and whatever their case. Columns other
 * than ids may be absent; row numbers and columns that the table does not know are left aside.
 */
export function planColumns(table: TableSchema, names: readonly string[]): ColumnPlan {
  const declared = table.columns.map(({name}) => name);
  const trimmed = names.map((name) => name.trim());
  const lower = trimmed.map((name) => name.toLowerCase());
  const places = declared.map((name) => {
    const exact = trimmed.indexOf(name);
    return exact >= 0 ? exact : lower.indexOf(name.toLowerCase());
  });
  const used = new Set(places);
  const spare = trimmed.map((name, place) => ({name, place})).filter(({place}) => !used.has(place));
  const missing = declared.filter((_, i) => places[i]! < 0);
  const target = table.name === "application_test" ? lower.indexOf("target") : -1;
  const faults: string[] = [];
  const twice = spare.find(({place}) => declared.some((name) => name.toLowerCase() === lower[place]));
  if (twice !== undefined) faults.push(`has the column ${twice.name} twice`);
  const strangers = spare.filter(
    ({name, place}) => place !== target && place !== twice?.place && !ROW_NUMBER.test(name)
  );
  if (missing.length === declared.length) {
    const shown = JSON.stringify(shorten(trimmed.join(",")));
    const separators = "commas, semicolons, tabs and | between them were tried";
    faults.push(`begins with ${shown}, no column names of this table; ${separators}`);
  } else {
    const renamed = missing.flatMap((name) => {
      const other = strangers.find(({place}) => place === declared.indexOf(name));
      return other === undefined || names.length !== declared.length ? [] : [{name, other: other.name}];
    });
    for (const {name, other} of renamed)
      faults.push(`has a column ${JSON.stringify(shorten(other))} where ${name} was expected`);
    const ids = table.columns.filter(({name, kind}) => kind === "id" && missing.includes(name));
    for (const {name} of ids) {
      if (!renamed.some((one) => one.name === name)) faults.push(`lacks the column ${name}`);
    }
  }
  return {
    places,
    target,
    missing,
    faults,
    notes: notesOf({names: trimmed, declared, places, missing, spare, strangers, target})
  };
}

function notesOf(found: {
  names: readonly string[];
  declared: readonly string[];
  places: readonly number[];
  missing: readonly string[];
  spare: readonly {name: string; place: number}[];
  strangers: readonly {name: string; place: number}[];
  target: number;
}): Note[] {
  const {names, declared, places, missing, spare, strangers, target} = found;
  const notes: Note[] = [];
  const add = (kind: Note["kind"], count: number, message: string) => {
    if (count > 0) notes.push({kind, count, message});
  };
  const columns = (n: number) => (n === 1 ? "column" : "columns");
  const n = missing.length;
  add(
    "columnsMissing",
    n,
    `lacks ${n} ${columns(n)}, which ${n === 1 ? "counts" : "count"} as empty: ${listNames(missing)}`
  );
  const numbers = spare.filter((one) => one.place !== target && !strangers.includes(one));
  const shown = numbers.map(({name}) => (name === "" ? "without a name" : name));
  add(
    "columnsAside",
    numbers.length,
    numbers.length === 1
      ? `has a column of row numbers (${listNames(shown)}), which is left aside`
      : `has ${numbers.length} columns of row numbers (${listNames(shown)}), which are left aside`
  );
  const unknown = strangers.map(({name}) => JSON.stringify(name));
  add(
    "columnsAside",
    strangers.length,
    `has ${strangers.length} ${columns(strangers.length)} that the table does not know, left aside: ${listNames(unknown)}`
  );
  const present = places.filter((place) => place >= 0);
  const isMoved = present.some((place, i) => i > 0 && place < present[i - 1]!);
  add(
    "columnOrder",
    isMoved ? present.length : 0,
    "has its columns in another order; they are found by name"
  );
  const recased = declared.filter((name, i) => places[i]! >= 0 && names[places[i]!] !== name);
  add(
    "columnCase",
    recased.length,
    `writes ${recased.length} column ${recased.length === 1 ? "name" : "names"} in another case: ${listNames(recased)}`
  );
  return notes;
}
