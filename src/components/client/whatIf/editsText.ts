import {tableLabel} from "../../features/tableLabel.ts";
import {type Lang, t} from "../../i18n.ts";
import type {Cell, RawTable} from "../clientApi.ts";
import type {Dossier} from "../clientInput.ts";
import {featureValue} from "../features/featureValue.ts";
import {cellText, columnLabel} from "../history/cellText.ts";
import {rowsOf} from "../page/whoAsks.ts";
import {type Edits, type RowEdit, setFeature} from "./whatIfState.ts";

/** One change in words, and the edits without it. */
export interface EditText {
  text: string;
  without: Edits;
}

/** Puts each change of a client into words, with what was there before. */
export async function editsText(lang: Lang, dossier: Dossier, edits: Edits): Promise<EditText[]> {
  const {rows, features} = edits;
  if (rows.length === 0 && Object.keys(features).length === 0) return [];
  const [schemas, catalogue] = await Promise.all([
    rows.length > 0 ? dossier.schemas() : [],
    Object.keys(features).length > 0 ? dossier.catalogue() : new Map()
  ]);
  const before = (name: string) => dossier.explanation.features.find((one) => one.name === name);
  return [
    ...rows.map((row, i) => ({
      text: rowText(lang, dossier, schemas, row),
      without: {...edits, rows: rows.filter((_, other) => other !== i)}
    })),
    ...Object.entries(features).map(([name, value]) => ({
      text: t(lang, "whatIf.cell", {
        column: catalogue.get(name)?.label[lang] ?? name,
        before: featureValue(lang, before(name)?.value ?? null, catalogue.get(name)?.unit),
        after: featureValue(lang, value, catalogue.get(name)?.unit)
      }),
      without: setFeature(edits, name, undefined)
    }))
  ];
}

function rowText(lang: Lang, {records}: Dossier, schemas: readonly RawTable[], row: RowEdit): string {
  const table = tableLabel(lang, row.table);
  if (row.op === "add") return t(lang, "whatIf.added", {table});
  if (row.op === "remove") return t(lang, "whatIf.removed", {table, n: row.index + 1});
  const [[name, cell] = ["", null]] = Object.entries(row.values);
  const column = schemas.find((one) => one.name === row.table)?.columns.find((one) => one.name === name);
  const write = (value: Cell | undefined) =>
    (column && cellText(lang, value, column)) ?? t(lang, "value.missing");
  return t(lang, "whatIf.cell", {
    column: column ? columnLabel(lang, column) : name,
    before: write(rowsOf(records.tables, row.table)[row.index]?.[name]),
    after: write(cell)
  });
}
