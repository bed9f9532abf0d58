import {caseChangeSchema} from "../../src/core/schema/case.ts";
import {rowEditsSchema} from "../scoring/rowEdits.ts";

const {set} = caseChangeSchema.properties;

/** What changes a case, with the rows of a what-if as a what-if takes them. */
export const caseChangeBody = {
  ...caseChangeSchema,
  properties: {
    ...caseChangeSchema.properties,
    set: {
      ...set,
      properties: {...set.properties, rows: {...rowEditsSchema, maxItems: set.properties.rows.maxItems}}
    }
  }
} as const;
