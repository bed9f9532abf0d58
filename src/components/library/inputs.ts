import * as all from "@observablehq/inputs";
import {formattedTable} from "./table.ts";

/** The controls of Observable Inputs, with a table that knows ids, dates and missing values. */
export const Inputs: typeof all = {...all, table: formattedTable};
