import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {COLUMNS, DEMO_TABLES, type DemoTable} from "../../data/demo/columns.ts";

/** Aggregate figures of the published tables; see data/demo/reference.json. */
export interface Reference {
  tables: Partial<Record<DemoTable, Record<string, ColumnFigures>>>;
  rows: Record<string, Record<string, number>>;
  perContract: Record<string, Record<string, number | string>>;
  correlations: Record<string, number>;
  matrix: Record<string, number>;
  aggregates: Record<string, number>;
  badRates: Record<string, Record<string, {rate: number; n: number}>>;
  shares: Record<string, number>;
}
interface ColumnFigures {
  missing: number;
  quantiles?: Record<string, number>;
  zero?: number;
  code365243?: number;
  shares?: Record<string, number>;
}

export type Kind = "share" | "quantile" | "count" | "correlation" | "rate";
/** One figure beside the real one. `span` scales a quantile's tolerance: the column's p5 to p95. */
export interface Measure {
  name: string;
  kind: Kind;
  real: number;
  ours: number;
  span?: number;
  /** Clients behind the real figure, where it is a rate. */
  n?: number;
}

type Ask = (sql: string) => Promise<Record<string, number>>;

const quantileOf = (name: string) => Number(name.slice(1)) / 100;
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Opens a set's raw tables as views. Types are stated where the file alone would not tell. */
async function openTables(raw: string): Promise<{ask: Ask; close: () => void}> {
  const connection = await (await DuckDBInstance.create(":memory:", {threads: "2"})).connect();
  for (const name of DEMO_TABLES) {
    const types = COLUMNS[name].map(
      (column) => `${quoted(column)}: '${isText(column) ? "VARCHAR" : "DOUBLE"}'`
    );
    await connection.run(
      `create table ${name} as select * from read_csv(${quoted(join(raw, `${name}.csv`))}, header=true, columns={${types}})`
    );
  }
  return {
    ask: async (sql) => {
      const row = (await connection.runAndReadAll(sql)).getRowObjects()[0] ?? {};
      return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)]));
    },
    close: () => connection.closeSync()
  };
}

const isText = (column: string) =>
  /^(NAME_|CODE_|FLAG_OWN|FLAG_LAST|OCCUPATION|ORGANIZATION|WEEKDAY|FONDKAP|HOUSETYPE|WALLS|EMERGENCY|CREDIT_ACTIVE|CREDIT_CURRENCY|CREDIT_TYPE|STATUS|CHANNEL|PRODUCT)/.test(
    column
  );

/** Measures a demo set by every figure of the reference. */
export async function measureDemo(raw: string, reference: Reference): Promise<Measure[]> {
  const {ask, close} = await openTables(raw);
  try {
    return [
      ...(await rowMeasures(ask, reference)),
      ...(await columnMeasures(ask, reference)),
      ...(await shareMeasures(ask, reference)),
      ...(await targetMeasures(ask, reference))
    ];
  } finally {
    close();
  }
}

async function rowMeasures(ask: Ask, {rows, perContract}: Reference): Promise<Measure[]> {
  const measures: Measure[] = [];
  const selected = (alias: string, names: string[]) =>
    names.map((q) => (q === "mean" ? "avg(n) mean" : `quantile_cont(n, ${quantileOf(q)}) ${q}`)).join(",") +
    alias;
  for (const [table, figures] of Object.entries(rows)) {
    const names = Object.keys(figures).filter((name) => !name.startsWith("none"));
    const ours = await ask(
      `select ${selected("", names)} from (select count(*) n from ${table} group by SK_ID_CURR)`
    );
    for (const set of ["Train", "Test"]) {
      if (figures[`none${set}`] === undefined) continue;
      const share = await ask(
        `select avg((SK_ID_CURR not in (select SK_ID_CURR from ${table}))::int) v from application_${set.toLowerCase()}`
      );
      measures.push({
        name: `${table}: clients without rows, ${set.toLowerCase()}`,
        kind: "share",
        real: figures[`none${set}`]!,
        ours: share.v!
      });
    }
    for (const q of names)
      measures.push({
        name: `${table}: rows per client, ${q}`,
        kind: "count",
        real: figures[q]!,
        ours: ours[q]!
      });
  }
  for (const [table, {key, ...figures}] of Object.entries(perContract)) {
    const names = Object.keys(figures);
    const ours = await ask(
      `select ${selected("", names)} from (select count(*) n from ${table} group by ${key})`
    );
    for (const q of names)
      measures.push({
        name: `${table}: rows per ${key}, ${q}`,
        kind: "count",
        real: Number(figures[q]),
        ours: ours[q]!
      });
  }
  return measures;
}

async function columnMeasures(ask: Ask, {tables}: Reference): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const [table, columns] of Object.entries(tables)) {
    const parts: {sql: string; measure: Omit<Measure, "ours">}[] = [];
    for (const [column, {missing, quantiles, zero, code365243, shares}] of Object.entries(columns)) {
      const add = (sql: string, name: string, kind: Kind, real: number, span?: number) =>
        parts.push({sql, measure: {name: `${table}.${column} ${name}`, kind, real, span}});
      add(`avg((${column} is null)::int)`, "missing", "share", missing);
      if (zero !== undefined) add(`avg(coalesce(${column} = 0, false)::int)`, "= 0", "share", zero);
      if (code365243 !== undefined)
        add(`avg(coalesce(${column} = 365243, false)::int)`, "= 365243", "share", code365243);
      for (const [q, real] of Object.entries(quantiles ?? {}))
        add(
          `quantile_cont(${column}, ${quantileOf(q)})`,
          q,
          "quantile",
          real,
          quantiles!.p95! - quantiles!.p5!
        );
      for (const [value, real] of Object.entries(shares ?? {}))
        add(`avg((${column} = ${isText(column) ? quoted(value) : value})::int)`, `= ${value}`, "share", real);
    }
    const ours = await ask(`select ${parts.map(({sql}, i) => `${sql} m${i}`).join(",")} from ${table}`);
    parts.forEach(({measure}, i) => {
      measures.push({...measure, ours: ours[`m${i}`]!});
    });
  }
  return measures;
}

const AVERAGES = COLUMNS.application_train.filter((column) => column.endsWith("_AVG"));

/** Queries of one figure each, by the names of reference.shares. */
const SHARES: Record<string, string> = {
  "loans elsewhere without months, train":
    "avg((SK_ID_BUREAU not in (select SK_ID_BUREAU from bureau_balance))::int) v from bureau join application_train using (SK_ID_CURR)",
  "loans elsewhere without months, test":
    "avg((SK_ID_BUREAU not in (select SK_ID_BUREAU from bureau_balance))::int) v from bureau join application_test using (SK_ID_CURR)",
  "POS contracts with their application":
    "avg((SK_ID_PREV in (select SK_ID_PREV from previous_application))::int) v from (select distinct SK_ID_PREV from POS_CASH_balance)",
  "card contracts with their application":
    "avg((SK_ID_PREV in (select SK_ID_PREV from previous_application))::int) v from (select distinct SK_ID_PREV from credit_card_balance)",
  "instalments paid late": "avg((DAYS_ENTRY_PAYMENT > DAYS_INSTALMENT)::int) v from installments_payments",
  "instalments underpaid": "avg((AMT_PAYMENT < AMT_INSTALMENT)::int) v from installments_payments",
  "instalments paid exactly": "avg((AMT_PAYMENT = AMT_INSTALMENT)::int) v from installments_payments",
  "POS months past due": "avg((SK_DPD > 0)::int) v from POS_CASH_balance",
  "POS months past due beyond tolerance": "avg((SK_DPD_DEF > 0)::int) v from POS_CASH_balance",
  "card months over the limit":
    "avg((AMT_BALANCE > AMT_CREDIT_LIMIT_ACTUAL)::int) v from credit_card_balance",
  "card balances negative": "avg((AMT_BALANCE < 0)::int) v from credit_card_balance",
  "bureau end date in the future": "avg(coalesce(DAYS_CREDIT_ENDDATE > 0, false)::int) v from bureau",
  "EXT_SOURCE_1 missing, test": "avg((EXT_SOURCE_1 is null)::int) v from application_test",
  "revolving, test": "avg((NAME_CONTRACT_TYPE = 'Revolving loans')::int) v from application_test",
  "all building averages missing": `avg((coalesce(${AVERAGES}) is null)::int) v from application_train`,
  "no building average missing": `avg((${AVERAGES.join(" + ")} is not null)::int) v from application_train`,
  "EXT_SOURCE_3 given, EXT_SOURCE_1 missing":
    "avg((EXT_SOURCE_1 is null and EXT_SOURCE_3 is not null)::int) v from application_train"
};

async function shareMeasures(ask: Ask, {shares}: Reference): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const [name, real] of Object.entries(shares)) {
    const {v} = await ask(`select ${SHARES[name]}`);
    measures.push({name, kind: "share", real, ours: v!});
  }
  return measures;
}

/** Per-client aggregates, by the names of reference.aggregates. */
const AGGREGATES: Record<string, [table: string, sql: string]> = {
  prev_n: ["previous_application", "count(*)"],
  prev_approved_share: ["previous_application", "avg((NAME_CONTRACT_STATUS = 'Approved')::int)"],
  prev_refused_share: ["previous_application", "avg((NAME_CONTRACT_STATUS = 'Refused')::int)"],
  prev_days_decision_mean: ["previous_application", "avg(DAYS_DECISION)"],
  pos_n: ["POS_CASH_balance", "count(*)"],
  pos_dpd_max: ["POS_CASH_balance", "max(SK_DPD)"],
  pos_dpd_def_mean: ["POS_CASH_balance", "avg(SK_DPD_DEF)"],
  pos_late_share: ["POS_CASH_balance", "avg((SK_DPD > 0)::int)"],
  bureau_n: ["bureau", "count(*)"],
  bureau_debt_sum: ["bureau", "sum(coalesce(AMT_CREDIT_SUM_DEBT, 0))"],
  bureau_days_credit_max: ["bureau", "max(DAYS_CREDIT)"],
  bureau_days_credit_mean: ["bureau", "avg(DAYS_CREDIT)"],
  bureau_active: ["bureau", "sum((CREDIT_ACTIVE = 'Active')::int)"],
  bb_late_share: [
    "(select SK_ID_CURR, STATUS from bureau_balance join bureau using (SK_ID_BUREAU))",
    "avg((STATUS in ('1', '2', '3', '4', '5'))::int)"
  ],
  cc_atm_mean: ["credit_card_balance", "avg(AMT_DRAWINGS_ATM_CURRENT)"],
  cc_cnt_drawings_mean: ["credit_card_balance", "avg(CNT_DRAWINGS_CURRENT)"],
  cc_bal_mean: ["credit_card_balance", "avg(AMT_BALANCE)"],
  cc_util_mean: ["credit_card_balance", "avg(AMT_BALANCE / nullif(AMT_CREDIT_LIMIT_ACTUAL, 0))"]
};
const EXPRESSIONS: Record<string, string> = {
  DAYS_EMPLOYED: "nullif(DAYS_EMPLOYED, 365243)",
  "CREDIT/GOODS": "AMT_CREDIT / AMT_GOODS_PRICE",
  "EXT_SOURCE mean": "list_avg([EXT_SOURCE_1, EXT_SOURCE_2, EXT_SOURCE_3])"
};
const expression = (name: string) => EXPRESSIONS[name] ?? name;

async function targetMeasures(ask: Ask, reference: Reference): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const [name, real] of Object.entries(reference.correlations)) {
    const {v} = await ask(`select corr(TARGET, ${expression(name)}) v from application_train`);
    measures.push({name: `TARGET ~ ${name}`, kind: "correlation", real, ours: v!});
  }
  for (const [pair, real] of Object.entries(reference.matrix)) {
    const [a, b] = pair.split("~");
    const {v} = await ask(`select corr(${expression(a!)}, ${expression(b!)}) v from application_train`);
    measures.push({name: pair.replace("~", " ~ "), kind: "correlation", real, ours: v!});
  }
  for (const [name, real] of Object.entries(reference.aggregates)) {
    const [table, sql] = AGGREGATES[name]!;
    const {v} = await ask(
      `select corr(TARGET, x) v from (select SK_ID_CURR, ${sql} x from ${table} group by 1) join application_train using (SK_ID_CURR)`
    );
    measures.push({name: `TARGET ~ ${name}`, kind: "correlation", real, ours: v!});
  }
  for (const [column, rates] of Object.entries(reference.badRates)) {
    for (const [value, {rate, n}] of Object.entries(rates)) {
      const is =
        value === "(missing)"
          ? `${column} is null`
          : `${column} = ${isText(column) || column.startsWith("FLAG_OWN") ? quoted(value) : value}`;
      const {v} = await ask(`select avg(TARGET) v from application_train where ${is}`);
      measures.push({name: `bad rate of ${column} = ${value}`, kind: "rate", real: rate, ours: v!, n});
    }
  }
  return measures;
}
