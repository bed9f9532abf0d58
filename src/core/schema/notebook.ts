import type {FromSchema} from "json-schema-to-ts";

/** Characters of one cell's source, and cells of one notebook, that are kept. */
export const MAX_CELL = 32_768;
export const MAX_CELLS = 200;

/** A name that a notebook has in its address, or a cell in its notebook. */
export const NOTEBOOK_ID = "^[a-z0-9-]{1,40}$";
const id = {type: "string", pattern: NOTEBOOK_ID} as const;
const ids = {type: "array", maxItems: MAX_CELLS, items: id} as const;
const by = {type: "string", maxLength: 60, description: "who wrote it, as they call themselves"} as const;
const title = {type: "string", maxLength: 200} as const;
const version = {type: "integer", minimum: 0, description: "one more with every change"} as const;
const savedAt = {type: "string", description: "ISO 8601"} as const;

export const cellSchema = {
  type: "object",
  required: ["id", "mode", "value"],
  additionalProperties: false,
  properties: {
    id,
    mode: {type: "string", enum: ["js", "md", "sql"]},
    value: {type: "string", maxLength: MAX_CELL, description: "the source"},
    output: {
      type: "string",
      pattern: "^[A-Za-z_$][A-Za-z0-9_$]{0,59}$",
      description: "the name that other cells have for the rows of a cell of SQL"
    },
    by
  }
} as const;
const cells = {type: "array", maxItems: MAX_CELLS, items: cellSchema} as const;

/** A notebook as it is kept: its cells in their order. */
export const notebookSchema = {
  $id: "Notebook",
  type: "object",
  required: ["id", "title", "cells", "version", "savedAt", "by"],
  additionalProperties: false,
  properties: {id, title, cells, version, savedAt, by}
} as const;

/** What saves a notebook as a whole; `version` is the one it was made from, 0 for a new one. */
export const notebookBodySchema = {
  type: "object",
  required: ["title", "cells", "version"],
  additionalProperties: false,
  properties: {title, cells, version, by}
} as const;

/**
 * What changes parts of a notebook, whatever its version: `set` adds or replaces cells, `order` sorts those it names,
 * the others stay behind the cell that they follow.
 */
export const notebookChangeSchema = {
  type: "object",
  required: ["id", "by"],
  additionalProperties: false,
  properties: {id, by, title, set: cells, remove: ids, order: ids}
} as const;

/** A version of a notebook without its cells. */
export const notebookVersionSchema = {
  type: "object",
  required: ["id", "title", "version", "savedAt", "by", "cells"],
  additionalProperties: false,
  properties: {id, title, version, savedAt, by, cells: {type: "integer", description: "how many"}}
} as const;

export type Cell = FromSchema<typeof cellSchema>;
export type Notebook = FromSchema<typeof notebookSchema>;
export type NotebookBody = FromSchema<typeof notebookBodySchema>;
export type NotebookChange = FromSchema<typeof notebookChangeSchema>;
export type NotebookVersion = FromSchema<typeof notebookVersionSchema>;
