import {readFileSync} from "node:fs";
import {join} from "node:path";
import {COLUMNS, DEMO_TABLES, type DemoTable} from "../../data/demo/columns.ts";

export type Tables = Record<DemoTable, Row[]>;
export type Row = Record<string, string>;

/** Splits one line of a CSV file; a quoted cell may hold commas. */
export function splitLine(line: string): string[] {
  return [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)]
    .slice(0, line.endsWith(",") ? undefined : -1)
    .map((match) => match[2] ?? match[1] ?? "");
}

/** Reads a CSV file whole as rows of cells by column. */
export function readRows(path: string): {header: string; rows: Row[]} {
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const columns = header.split(",");
  const rows = lines.map((line) => {
    const cells = splitLine(line);
    if (cells.length !== columns.length)
      throw new Error(`${path}: ${cells.length} cells, ${columns.length} columns: ${line}`);
    return Object.fromEntries(columns.map((column, i) => [column, cells[i]!]));
  });
  return {header, rows};
}

export function readTables(raw: string): Tables {
  return Object.fromEntries(
    DEMO_TABLES.map((name) => [name, readRows(join(raw, `${name}.csv`)).rows])
  ) as Tables;
}

const TEXT =
  /^(NAME_|CODE_|FLAG_OWN|FLAG_LAST|OCCUPATION|ORGANIZATION|WEEKDAY|FONDKAP|HOUSETYPE|WALLS|EMERGENCY|CREDIT_ACTIVE|CREDIT_CURRENCY|CREDIT_TYPE|STATUS|CHANNEL|PRODUCT)/;
const WHOLE =
  /^(SK_|TARGET|CNT_CHILDREN|DAYS_BIRTH|DAYS_EMPLOYED|DAYS_ID_PUBLISH|FLAG_|REGION_RATING|HOUR_|REG_|LIVE_|DAYS_CREDIT$|CREDIT_DAY_OVERDUE|CNT_CREDIT_PROLONG|DAYS_CREDIT_UPDATE|MONTHS_BALANCE|NFLAG_LAST|DAYS_DECISION|SELLERPLACE|AMT_CREDIT_LIMIT_ACTUAL|CNT_DRAWINGS_CURRENT|NUM_INSTALMENT_NUMBER)/;

/** Tells how Kaggle writes a column: `1`, `1.0` or a word. */
export function cellFormat(column: string): "text" | "whole" | "float" {
  return TEXT.test(column) ? "text" : WHOLE.test(column) ? "whole" : "float";
}

const PATTERN = {text: /^[^\d.-].*$|^[0-5XC]$/, whole: /^-?\d+$/, float: /^-?(\d+\.\d+|\d(\.\d+)?e-\d\d)$/};

/** Lists cells that are not written as Kaggle writes their column. */
export function formatFaults(tables: Tables): string[] {
  const faults: string[] = [];
  for (const name of DEMO_TABLES)
    for (const column of COLUMNS[name]) {
      const pattern = PATTERN[cellFormat(column)];
      const row = tables[name].find((each) => each[column] !== "" && !pattern.test(each[column]!));
      if (row) faults.push(`${name}.${column}: "${row[column]}"`);
    }
  return faults;
}

const repeated = (rows: Row[], ...columns: string[]) => {
  const seen = new Set<string>();
  return rows.some((row) => {
    const key = columns.map((column) => row[column]).join(" ");
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
};

/** Lists keys that are not unique or that point nowhere. */
export function keyFaults(tables: Tables): string[] {
  const faults: string[] = [];
  const unique: [DemoTable, ...string[]][] = [
    ["bureau", "SK_ID_BUREAU"],
    ["previous_application", "SK_ID_PREV"],
    ["bureau_balance", "SK_ID_BUREAU", "MONTHS_BALANCE"],
    ["POS_CASH_balance", "SK_ID_PREV", "MONTHS_BALANCE"],
    ["credit_card_balance", "SK_ID_PREV", "MONTHS_BALANCE"]
  ];
  for (const [name, ...columns] of unique)
    if (repeated(tables[name], ...columns)) faults.push(`${name}: ${columns.join(", ")} repeats`);
  const applications = [...tables.application_train, ...tables.application_test];
  if (repeated(applications, "SK_ID_CURR")) faults.push("application: SK_ID_CURR repeats");
  const clients = new Set(applications.map((row) => row.SK_ID_CURR));
  for (const name of DEMO_TABLES)
    if (name !== "bureau_balance" && tables[name].some((row) => !clients.has(row.SK_ID_CURR)))
      faults.push(`${name}: a client has no application`);
  const loans = new Set(tables.bureau.map((row) => row.SK_ID_BUREAU));
  if (tables.bureau_balance.some((row) => !loans.has(row.SK_ID_BUREAU)))
    faults.push("bureau_balance: a loan is not in bureau");
  const owners = new Map<string, string>();
  for (const name of [
    "previous_application",
    "POS_CASH_balance",
    "credit_card_balance",
    "installments_payments"
  ] as const)
    for (const row of tables[name]) {
      const owner = owners.get(row.SK_ID_PREV!) ?? row.SK_ID_CURR!;
      if (owner !== row.SK_ID_CURR) faults.push(`${name}: contract ${row.SK_ID_PREV} has two clients`);
      owners.set(row.SK_ID_PREV!, owner);
    }
  const range = (rows: Row[], column: string, low: number, high: number) => {
    if (rows.some((row) => Number(row[column]) < low || Number(row[column]) > high))
      faults.push(`${column} out of range`);
  };
  range(applications, "SK_ID_CURR", 100001, 456255);
  range(tables.bureau, "SK_ID_BUREAU", 5000001, 6843457);
  range(tables.previous_application, "SK_ID_PREV", 1000001, 2845382);
  return faults;
}

const count = (rows: Row[], test: (row: Row) => boolean) => rows.filter(test).length;

/** Lists records that contradict themselves or each other. */
export function coherenceFaults(tables: Tables): string[] {
  const applications = [...tables.application_train, ...tables.application_test];
  const number = (row: Row, column: string) => Number(row[column]);
  const rules: [string, number][] = [
    [
      "a car's age without a car",
      count(applications, (r) => (r.OWN_CAR_AGE === "") !== (r.FLAG_OWN_CAR === "N"))
    ],
    [
      "365243 days employed and an employer",
      count(applications, (r) => (r.DAYS_EMPLOYED === "365243") !== (r.ORGANIZATION_TYPE === "XNA"))
    ],
    [
      "work begun before the age of 17",
      count(applications, (r) => number(r, "DAYS_EMPLOYED") < number(r, "DAYS_BIRTH") + 6200)
    ],
    [
      "a credit below the goods",
      count(applications, (r) => number(r, "AMT_CREDIT") < number(r, "AMT_GOODS_PRICE"))
    ],
    [
      "fewer members than children",
      count(applications, (r) => number(r, "CNT_FAM_MEMBERS") <= number(r, "CNT_CHILDREN"))
    ],
    [
      "closed without a day",
      count(
        tables.bureau,
        (r) =>
          (r.CREDIT_ACTIVE === "Closed" && r.DAYS_ENDDATE_FACT === "") ||
          (r.CREDIT_ACTIVE === "Active" && r.DAYS_ENDDATE_FACT !== "")
      )
    ],
    [
      "closed before opened",
      count(
        tables.bureau,
        (r) => r.DAYS_ENDDATE_FACT !== "" && number(r, "DAYS_ENDDATE_FACT") < number(r, "DAYS_CREDIT")
      )
    ],
    [
      "updated before opened",
      count(tables.bureau, (r) => number(r, "DAYS_CREDIT_UPDATE") < number(r, "DAYS_CREDIT"))
    ],
    [
      "something in the future",
      count(
        tables.installments_payments,
        (r) => number(r, "DAYS_ENTRY_PAYMENT") > 0 || number(r, "DAYS_INSTALMENT") > 0
      )
    ],
    [
      "a reason to reject what was not",
      count(
        tables.previous_application,
        (r) => /^(Approved|Canceled)$/.test(r.NAME_CONTRACT_STATUS!) !== (r.CODE_REJECT_REASON === "XAP")
      )
    ],
    [
      "last due before first due",
      count(
        tables.previous_application,
        (r) =>
          r.DAYS_FIRST_DUE !== "" &&
          number(r, "DAYS_FIRST_DUE") < 0 &&
          number(r, "DAYS_LAST_DUE_1ST_VERSION") < number(r, "DAYS_FIRST_DUE")
      )
    ],
    [
      "drawings that do not add up",
      count(
        tables.credit_card_balance,
        (r) =>
          r.AMT_DRAWINGS_ATM_CURRENT !== "" &&
          Math.abs(
            number(r, "AMT_DRAWINGS_CURRENT") -
              number(r, "AMT_DRAWINGS_ATM_CURRENT") -
              number(r, "AMT_DRAWINGS_POS_CURRENT") -
              number(r, "AMT_DRAWINGS_OTHER_CURRENT")
          ) > 0.01
      )
    ],
    [
      "more instalments to come than there are",
      count(
        tables.POS_CASH_balance,
        (r) => number(r, "CNT_INSTALMENT_FUTURE") > number(r, "CNT_INSTALMENT") + 0
      )
    ],
    ["overpaid parts", overpaid(tables.installments_payments)]
  ];
  return rules.filter(([, faults]) => faults > 0).map(([rule, faults]) => `${rule}: ${faults} rows`);
}

/** Counts instalments whose payments exceed what was due by more than a cent. */
function overpaid(rows: Row[]): number {
  const paid = new Map<string, {due: number; sum: number}>();
  for (const row of rows) {
    const key = `${row.SK_ID_PREV} ${row.NUM_INSTALMENT_NUMBER} ${row.NUM_INSTALMENT_VERSION}`;
    const entry = paid.get(key) ?? {due: Number(row.AMT_INSTALMENT), sum: 0};
    entry.sum += Number(row.AMT_PAYMENT);
    paid.set(key, entry);
  }
  return [...paid.values()].filter(({due, sum}) => sum > due + 0.01).length;
}
