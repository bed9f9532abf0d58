import type {HistoryIndex} from "../../loaders/history/layout.ts";
import {CLIENT_TABLE_SCHEMA} from "../../loaders/tables/schema/tables.ts";
import type {Catalogue, ClientTable} from "../../loaders/types.ts";
import type {Policy} from "../../src/core/credit/policy.ts";

/** A table that statements may read. */
export interface QueryTable {
  name: string;
  /** Names of other tables that its SELECT reads. */
  reads: string[];
  /** Files that its SELECT reads, relative to the data set. */
  files: string[];
  /** Types that its SELECT needs. */
  types: {name: string; words: readonly string[]}[];
  /** What the view of this name is. */
  select: string;
}

/** Where the files of a data set and a model are, relative to the data set. */
export interface QueryFiles {
  features: string;
  /** The Parquet file of a raw table. */
  raw(table: ClientTable): string;
  scores: string;
  contributions: string;
}

const RAW = {
  bureau: "bureau",
  bureau_balance: "bureau_balance",
  previous_application: "previous_application",
  pos: "POS_CASH_balance",
  card: "credit_card_balance",
  installments: "installments_payments"
} as const satisfies Record<string, ClientTable>;

/** Lists the columns of `clients` that come from the application, without SK_ID_CURR and TARGET. */
export const APPLICATION_COLUMNS: readonly string[] = CLIENT_TABLE_SCHEMA.application.columns
  .map(({name}) => name)
  .filter((name) => name !== "SK_ID_CURR" && name !== "TARGET");

/** Lists the columns of `clients` that come from the scores. */
export const SCORE_COLUMNS: readonly string[] = [
  "rawScore",
  "probabilityOfDefault",
  "score",
  "decision",
  "fold"
];

/**
 * Declares the tables: clients, features, bureau, bureau_balance, previous_application, pos, card, installments,
 * scores, served, contributions. Each has clientId first; words of applications and features are ENUMs, those of other raw
 * tables text.
 * @param knowsTraining whether it is known whom the model has learned from
 */
export function queryTables(
  files: QueryFiles,
  catalogue: Catalogue,
  history: HistoryIndex,
  policy: Pick<Policy, "cutoff" | "refer">,
  knowsTraining = true
): QueryTable[] {
  const raw = Object.entries(RAW).map(
    ([name, table]): QueryTable => ({
      name,
      reads: [],
      files: [files.raw(table)],
      types: [],
      select: `SELECT SK_ID_CURR AS "clientId", * FROM ${parquet(files.raw(table))}`
    })
  );
  return [
    clientsTable(files, catalogue, history),
    featuresTable(files, catalogue),
    ...raw,
    {
      name: "scores",
      reads: [],
      files: [files.scores],
      types: [],
      select: scoresSelect(parquet(files.scores), policy)
    },
    {
      name: "served",
      reads: [],
      files: [files.scores],
      types: [],
      select: `SELECT *, ${knowsTraining ? "fold IS NOT NULL" : "NULL::BOOLEAN"} AS "inTraining" FROM (${scoresSelect(servedColumns(files.scores), policy)})`
    },
    {
      name: "contributions",
      reads: [],
      files: [files.contributions],
      types: [],
      select: `SELECT * FROM ${parquet(files.contributions)}`
    }
  ];
}

function featuresTable({features}: QueryFiles, catalogue: Catalogue): QueryTable {
  const types: QueryTable["types"] = [];
  const columns = catalogue.features.map(({name, categories}) => {
    if (!categories?.length) return identifier(name);
    const type = `words of ${name}`;
    types.push({name: type, words: categories});
    const words = categories.map(text).join(", ");
    return `([${words}])[${identifier(name)}::INTEGER + 1]::${identifier(type)} AS ${identifier(name)}`;
  });
  const select = `SELECT SK_ID_CURR AS "clientId", TARGET AS target, ${columns.join(", ")} FROM ${parquet(features)}`;
  return {name: "features", reads: [], files: [features], types, select};
}

function clientsTable(files: QueryFiles, catalogue: Catalogue, history: HistoryIndex): QueryTable {
  const application = files.raw("application");
  const {fields} = history.tables.application;
  const types: QueryTable["types"] = [];
  const columns = APPLICATION_COLUMNS.map((name) => {
    const words = fields.find((field) => field.name === name)?.dictionary;
    if (!words?.length) return `a.${identifier(name)}`;
    const type = `words of ${name}`;
    types.push({name: type, words});
    return `a.${identifier(name)}::${identifier(type)} AS ${identifier(name)}`;
  });
  const features = catalogue.features.map(({name}) => `f.${identifier(name)}`);
  const scores = SCORE_COLUMNS.map((name) => `s.${identifier(name)}`);
  return {
    name: "clients",
    reads: ["features", "scores"],
    files: [application],
    types,
    select:
      `SELECT a.SK_ID_CURR AS "clientId", a.TARGET AS target, ${[...columns, ...features, ...scores].join(", ")} ` +
      `FROM ${parquet(application)} a LEFT JOIN features f ON f."clientId" = a.SK_ID_CURR ` +
      `LEFT JOIN scores s ON s."clientId" = a.SK_ID_CURR`
  };
}

/** Scores and decides as assess() does, from what the file holds and the limits of now. */
function scoresSelect(source: string, {cutoff, refer = cutoff}: Pick<Policy, "cutoff" | "refer">): string {
  const double = (value: number) => `CAST('${value}' AS DOUBLE)`;
  const declineBelow = Math.ceil(cutoff.score);
  const approveFrom = Math.ceil(refer.score);
  const choose = (decline: string, between: string, approve: string) =>
    `CASE WHEN "logOdds" > ${double(cutoff.logOdds)} THEN ${decline} ` +
    `WHEN "logOdds" > ${double(refer.logOdds)} THEN ${between} ELSE ${approve} END`;
  const score = choose(
    `least(points, ${declineBelow - 1})`,
    `least(greatest(points, ${declineBelow}), ${approveFrom - 1})`,
    `greatest(points, ${approveFrom})`
  );
  return (
    `SELECT "clientId", "rawScore", "probabilityOfDefault", CAST(${score} AS INTEGER) AS score, ` +
    `${choose("'decline'", "'refer'", "'approve'")} AS decision, fold FROM ${source}`
  );
}

/** Reads what the served model itself says of everybody under the names of `scores`. */
const servedColumns = (file: string): string =>
  `(SELECT "clientId", "servedRawScore" AS "rawScore", "servedProbabilityOfDefault" AS "probabilityOfDefault", ` +
  `"servedLogOdds" AS "logOdds", "servedPoints" AS points, fold FROM ${parquet(file)})`;

const parquet = (file: string) => `read_parquet(${text(file)})`;

/** Quotes a text as SQL does. */
export const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

/** Quotes a name as SQL does. */
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`;
