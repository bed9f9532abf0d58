import type {ColumnSchema} from "../../../loaders/tables/schema/column.ts";
import type {ClientTable} from "../../../loaders/types.ts";
import {HISTORY_TABLES} from "../../scoring/applicants.ts";
import {shownColumns} from "../../scoring/shownColumns.ts";

/** Describes one column of a raw table as JSON Schema; any cell may be null or left out. */
function columnSchema({dtype, kind, categories, least, most, nullCode, description}: ColumnSchema): object {
  const says = {title: description.en, description: description.fr};
  if (dtype === "String")
    return {...says, ...(categories ? {enum: [...categories, null]} : {type: ["string", "null"]})};
  if (kind === "flag") return {...says, enum: [0, 1, null]};
  const type = dtype === "Float64" ? ["number", "null"] : ["integer", "null"];
  const bounds = {
    ...(least === undefined ? {} : {minimum: least}),
    ...(most === undefined ? {} : {maximum: most})
  };
  if (nullCode === undefined) return {...says, type, ...bounds};
  return {
    ...says,
    anyOf: [
      {type, ...bounds},
      {const: nullCode, description: "no such day"}
    ]
  };
}

/** Writes the JSON Schema of a row of a table, by Kaggle's column names. */
export function rowSchema(table: ClientTable): Record<string, unknown> {
  const columns = shownColumns(table).filter(({name}) => table === "application" || name !== "SK_ID_CURR");
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `A row of ${table}`,
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(columns.map((column) => [column.name, columnSchema(column)]))
  };
}

/** Writes the JSON Schema of a whole applicant. */
export function applicantSchema(): Record<string, unknown> {
  const {$schema, ...application} = rowSchema("application");
  const rows = (table: ClientTable) => {
    const {$schema: _, ...items} = rowSchema(table);
    return {type: "array", items};
  };
  return {
    $schema,
    title: "An applicant",
    type: "object",
    required: ["application"],
    additionalProperties: false,
    properties: {application, ...Object.fromEntries(HISTORY_TABLES.map((table) => [table, rows(table)]))}
  };
}
