import type {CaseEdit} from "../../core/schema/case.ts";
import type {Bilingual, Cell, ClientHistory, RawTable, TableColumn} from "../client/clientApi.ts";
import {cellText, columnLabel} from "../client/history/cellText.ts";
import {tableLabel} from "../features/tableLabel.ts";
import {formatNumber, formatValue} from "../format.ts";
import {type Lang, t} from "../i18n.ts";
import type {RowEdit} from "./whatIf.ts";

/** What edits are worded with. */
export interface Words {
  tables: readonly RawTable[];
  history: ClientHistory;
  /** Labels of features by name. */
  features: ReadonlyMap<string, Bilingual>;
}

/** Names what an edit changes: a cell by its column, a row by its table and place, a feature by its label. */
export function editLabel(lang: Lang, {tables, features}: Words, {row, feature}: CaseEdit): string {
  if (feature) return features.get(feature.name)?.[lang] ?? feature.name;
  const {op, table, index = 0, values = {}} = row as unknown as RowEdit;
  const place =
    op === "add"
      ? tableLabel(lang, table)
      : t(lang, "case.tried.row", {table: tableLabel(lang, table), row: formatNumber(lang, index + 1)});
  if (op !== "edit") return place;
  const names = Object.keys(values).map((name) => {
    const column = columnOf(tables, table, name);
    return column ? columnLabel(lang, column) : name;
  });
  return table === "application"
    ? names.join(", ")
    : `${t(lang, "case.tried.label", {label: place})} ${names.join(", ")}`;
}

/** Writes what an edit sets, after what is on file where that is one cell. */
export function editValue(lang: Lang, words: Words, {row, feature}: CaseEdit): string {
  if (feature) return formatValue(lang, feature.value);
  const {op, table, index = 0, values = {}} = row as unknown as RowEdit;
  if (op === "remove") return t(lang, "case.tried.removed");
  if (op === "add") return t(lang, "case.tried.added");
  const now = words.history.tables.find(({name}) => name === table)?.rows[index];
  return Object.entries(values)
    .map(([name, cell]) => {
      const write = (one: Cell | undefined) => cellOf(lang, columnOf(words.tables, table, name), one);
      return `${write(now?.[name])} → ${write(cell)}`;
    })
    .join(", ");
}

const columnOf = (tables: readonly RawTable[], table: string, name: string): TableColumn | undefined =>
  tables.find((one) => one.name === table)?.columns.find((column) => column.name === name);

/** Writes a cell, which may be of a column that nobody knows. */
export const cellOf = (lang: Lang, column: TableColumn | undefined, cell: Cell | undefined): string =>
  (column ? cellText(lang, cell, column) : formatValue(lang, cell ?? null)) ?? t(lang, "value.missing");
