import {type ClientTable, TABLE_NAMES, type TableName} from "../../types.ts";
import {applicationTest, applicationTrain} from "./application.ts";
import {bureau, bureauBalance} from "./bureau.ts";
import type {ColumnSchema, TableSchema} from "./column.ts";
import {creditCardBalance, installmentsPayments, posCashBalance} from "./monthly.ts";
import {previousApplication} from "./previousApplication.ts";

/** The eight tables by name. */
export const TABLES: {readonly [Name in TableName]: TableSchema<Name>} = {
  application_train: applicationTrain,
  application_test: applicationTest,
  bureau,
  bureau_balance: bureauBalance,
  previous_application: previousApplication,
  POS_CASH_balance: posCashBalance,
  credit_card_balance: creditCardBalance,
  installments_payments: installmentsPayments
};

/** One client's tables: `application` has train's columns, and a test client's TARGET is null. */
export const CLIENT_TABLE_SCHEMA: {readonly [Name in ClientTable]: TableSchema} = {
  application: {...applicationTrain, name: "application"},
  bureau,
  bureau_balance: bureauBalance,
  previous_application: previousApplication,
  POS_CASH_balance: posCashBalance,
  credit_card_balance: creditCardBalance,
  installments_payments: installmentsPayments
};

/** Tells which table of a client's a file of raw rows belongs to. */
export function clientTableOf(name: TableName): ClientTable {
  return name === "application_train" || name === "application_test" ? "application" : name;
}

/** Tells whether a text is the name of one of the eight tables. */
export function isTableName(name: string): name is TableName {
  return (TABLE_NAMES as readonly string[]).includes(name);
}

/** Finds a declared column. @throws RangeError when the table has none of that name (a mistake in the program). */
export function columnOf(table: TableSchema, name: string): ColumnSchema {
  const column = table.columns.find((c) => c.name === name);
  if (column === undefined) throw new RangeError(`${table.name} declares no column ${name}`);
  return column;
}
