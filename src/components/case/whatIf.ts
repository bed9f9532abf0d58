import {type CaseChange, type CaseEdit, type CaseState, MAX_EDITS} from "../../core/schema/case.ts";
import type {Cell, RawRow} from "../client/clientApi.ts";

/** A change of a raw record, as a what-if takes it. */
export interface RowEdit {
  op: "edit" | "remove" | "add";
  table: string;
  /** Place in the client's history before any change; not of a row that is added. */
  index?: number;
  values?: RawRow;
}

/** What is tried on a client, as a what-if takes it. */
export interface WhatIf {
  rows: readonly RowEdit[];
  features: Readonly<Record<string, Cell>>;
}

export const NOTHING_TRIED: WhatIf = {rows: [], features: {}};

/** Puts the edits of a case together to the what-if that they are; cells of one row become one edit. */
export function editsToWhatIf(edits: readonly Pick<CaseEdit, "row" | "feature">[]): WhatIf {
  const rows: RowEdit[] = [];
  const features: Record<string, Cell> = {};
  for (const {row, feature} of edits) {
    if (feature) features[feature.name] = feature.value;
    if (!row) continue;
    const next = row as unknown as RowEdit;
    const same = rows.findIndex(
      ({op, table, index}) => op === "edit" && next.op === op && next.table === table && next.index === index
    );
    if (same < 0) rows.push(next);
    else rows[same] = {...rows[same]!, values: {...rows[same]!.values, ...next.values}};
  }
  return {rows, features};
}

/** One field of a what-if, under the key that a case keeps it by; rows that are added have none yet. */
type Field = {key: string | null; row?: RowEdit; feature?: {name: string; value: Cell}};

function fieldsOf({rows, features}: WhatIf): Field[] {
  const fields = rows.flatMap((row): Field[] => {
    const {op, table, index, values = {}} = row;
    if (op === "add") return [{key: null, row}];
    if (op === "remove") return [{key: `${table}/${index}`, row}];
    return Object.entries(values).map(([column, cell]) => ({
      key: `${table}/${index}/${column}`,
      row: {...row, values: {[column]: cell}}
    }));
  });
  const set = Object.entries(features).map(
    ([name, value]): Field => ({key: `feature/${name}`, feature: {name, value}})
  );
  return [...fields, ...set];
}

const contentOf = ({
  row,
  feature
}: Pick<Field, "row" | "feature"> | Pick<CaseEdit, "row" | "feature">): string =>
  JSON.stringify([row ?? null, feature ?? null]);

/**
 * Makes the change of a case that leads from its edits to a what-if; null when they are the same. Fields that stay are
 * not sent, so that they keep who wrote them last.
 */
export function changeTowards(
  edits: readonly CaseEdit[],
  wanted: WhatIf
): Pick<CaseChange, "set" | "unset"> | null {
  const fields = fieldsOf(wanted);
  const byKey = new Map(edits.map((edit) => [edit.key, edit]));
  const added = edits.filter(({row}) => row?.op === "add");
  const kept = new Set<string>();
  const set = fields.filter((field) => {
    const same =
      field.key === null
        ? added.find((edit) => !kept.has(edit.key) && contentOf(edit) === contentOf(field))
        : byKey.get(field.key);
    if (same) kept.add(same.key);
    return !same || contentOf(same) !== contentOf(field);
  });
  const unset = edits.map(({key}) => key).filter((key) => !kept.has(key));
  if (set.length === 0 && unset.length === 0) return null;
  return {
    ...(set.length > 0 && {set: asSet(editsToWhatIf(set as CaseEdit[]))}),
    ...(unset.length > 0 && {unset})
  };
}

const asSet = ({rows, features}: WhatIf): NonNullable<CaseChange["set"]> => ({
  ...(rows.length > 0 && {rows: rows as unknown as Record<string, unknown>[]}),
  ...(Object.keys(features).length > 0 && {features: {...features}})
});

/** Stands in the key of a row whose addition the server has not answered, and which has no key there yet. */
export const UNKEYED = "/+waiting.";

/** Tells what the edits of a case will be when changes that wait have come through, if nobody else changes them. */
export function editsAfter(
  {edits, scenarios}: Pick<CaseState, "edits" | "scenarios">,
  waiting: readonly {change: CaseChange; by: string}[]
): CaseEdit[] {
  let next: CaseEdit[] = [...edits];
  for (const [i, {change, by}] of waiting.entries()) {
    const {reset, apply, unset = [], set} = change;
    if (reset) next = [];
    if (apply !== undefined) next = [...(scenarios.find(({name}) => name === apply)?.edits ?? next)];
    next = next.filter(({key}) => !unset.includes(key));
    if (!set) continue;
    const {rows = [], features = {}} = set;
    const merged = new Map(next.map((edit) => [edit.key, edit]));
    for (const [j, field] of fieldsOf({rows: rows as unknown as RowEdit[], features}).entries()) {
      const key = field.key ?? `${field.row!.table}${UNKEYED}${i}.${j}`;
      merged.set(key, {...field, key, by, at: ""} as CaseEdit);
    }
    next = [...merged.values()].slice(0, MAX_EDITS);
  }
  return next;
}
