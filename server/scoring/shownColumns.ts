import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import type {ClientRows, ClientTable} from "../../loaders/types.ts";

/** Whether a training client defaulted is no fact of an application. */
const OUTCOME = "TARGET";

export const isOutcome = (column: string): boolean => column === OUTCOME;

/** Lists the columns of a table that an officer may see and change: all but the outcome. */
export const shownColumns = (table: ClientTable) =>
  CLIENT_TABLE_SCHEMA[table].columns.filter(({name}) => !isOutcome(name));

/** Copies a client's rows without the outcome. */
export const withoutOutcome = (rows: ClientRows): ClientRows => ({
  ...rows,
  application: rows.application.map(({[OUTCOME]: _outcome, ...row}) => row)
});
