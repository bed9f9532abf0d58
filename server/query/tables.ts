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
    clientsTable(files, catalogue, history, policy),
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
  const select = `SELECT SK_ID_CURR AS "clientId", TARGET AS target, ${featureColumns(catalogue).join(", ")} FROM ${parquet(features)}`;
  const types = catalogue.features.flatMap(({name, categories}) =>
    categories?.length ? [{name: wordsOf(name), words: categories}] : []
  );
  return {name: "features", reads: [], files: [features], types, select};
}

/** Writes the features as columns, words in the place of codes. */
const featureColumns = ({features}: Catalogue): string[] =>
  features.map(({name, categories}) => {
    if (!categories?.length) return identifier(name);
    const words = categories.map(text).join(", ");
    return `([${words}])[${identifier(name)}::INTEGER + 1]::${identifier(wordsOf(name))} AS ${identifier(name)}`;
  });

const wordsOf = (name: string): string => `words of ${name}`;

/**
 * Puts application, features and scores of a client beside each other. All three files have all clients, by ascending
 * id, so that they are read in step: a join by id would take most of a statement's time. That each row is of one client
 * is looked at as it is read.
 */
function clientsTable(
  files: QueryFiles,
  catalogue: Catalogue,
  history: HistoryIndex,
  policy: Pick<Policy, "cutoff" | "refer">
): QueryTable {
  const application = files.raw("application");
  const {fields} = history.tables.application;
  const types: QueryTable["types"] = [];
  const columns = APPLICATION_COLUMNS.map((name) => {
    const words = fields.find((field) => field.name === name)?.dictionary;
    if (!words?.length) return `a.${identifier(name)}`;
    types.push({name: wordsOf(name), words});
    return `a.${identifier(name)}::${identifier(wordsOf(name))} AS ${identifier(name)}`;
  });
  const selected = [...columns, ...featureColumns(catalogue), ...scoreColumns(policy)];
  return {
    name: "clients",
    reads: ["features", "scores"],
    files: [application],
    types,
    select:
      `SELECT a.SK_ID_CURR AS "clientId", a.TARGET AS target, ${selected.join(", ")} FROM ${parquet(application)} a ` +
      `POSITIONAL JOIN ${parquet(files.features)} f POSITIONAL JOIN ${parquet(files.scores)} s ` +
      `WHERE CASE WHEN f.SK_ID_CURR = a.SK_ID_CURR AND s."clientId" = a.SK_ID_CURR THEN true ELSE error(${text(OUT_OF_STEP)}) END`
  };
}

/** What DuckDB says when the files of the table clients do not hold the same clients. */
export const OUT_OF_STEP = "the files of the table clients do not hold the same clients";

const scoresSelect = (source: string, policy: Pick<Policy, "cutoff" | "refer">): string =>
  `SELECT "clientId", ${scoreColumns(policy).join(", ")} FROM ${source}`;

/** Writes the scores as columns: scores and decides as assess() does, from what the file holds and the limits of now. */
function scoreColumns({cutoff, refer = cutoff}: Pick<Policy, "cutoff" | "refer">): string[] {
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
  return [
    '"rawScore"',
    '"probabilityOfDefault"',
    `CAST(${score} AS INTEGER) AS score`,
    `${choose("'decline'", "'refer'", "'approve'")} AS decision`,
    "fold"
  ];
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
