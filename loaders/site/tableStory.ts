import {join} from "node:path";
import pl, {type LazyDataFrame} from "nodejs-polars";
import {openTables} from "../tables/open.ts";
import type {TableName} from "../types.ts";
import type {SiteInputs} from "./emit.ts";
import {MOST_CLIENTS} from "./sample.ts";
import {bureauStory} from "./tables/bureau.ts";
import {cardStory} from "./tables/card.ts";
import {installmentsStory} from "./tables/installments.ts";
import {posStory} from "./tables/posCash.ts";
import {previousStory} from "./tables/previous.ts";

type Tables = Record<TableName, LazyDataFrame>;

const STORIES = {
  bureau: bureauStory,
  POS_CASH_balance: posStory,
  credit_card_balance: cardStory,
  previous_application: previousStory,
  installments_payments: installmentsStory
} as const;

export type HistoryTable = keyof typeof STORIES;

/** What a dataset of the Tables section holds: how large the table is, and its pictures; all null when it is not there. */
export type TableStory<T extends HistoryTable = HistoryTable> = {
  rows: number;
  clients: number;
  /** Clients of the whole data set, and those of them whose outcome is known. */
  allClients: number;
  labelledClients: number;
  /** How many of these defaulted. */
  bads: number;
  /** Clients whom the pictures are about: all, or a sample of many. */
  picturedClients: number;
  pictures: ReturnType<(typeof STORIES)[T]> | null;
};

/** Makes data/tables/<table>.json with Polars, from the raw tables. @throws TABLE_INVALID */
export async function tableStoryJson({data}: SiteInputs, table: HistoryTable): Promise<string> {
  const raw = await openTables(join(data, "raw"));
  try {
    return JSON.stringify(tableStory(raw.tables, table));
  } finally {
    raw.close();
  }
}

/**
 * Sums up one of the five history tables; outcomes come from application_train.
 * @param most clients whom the pictures are about; of more about so many, chosen by a hash of their ids
 */
export function tableStory<T extends HistoryTable>(
  tables: Partial<Tables>,
  table: T,
  most = MOST_CLIENTS
): TableStory<T> {
  const everybody = outcomesOf(tables);
  const known = everybody.collectSync();
  const all = {
    allClients: known.height,
    labelledClients: known.height - known.getColumn("TARGET").nullCount(),
    bads: (known.getColumn("TARGET").sum() as number | null) ?? 0
  };
  const rows = tables[table];
  if (rows === undefined) return {rows: 0, clients: 0, ...all, picturedClients: 0, pictures: null};
  const isMany = known.height > most;
  const among = (frame: LazyDataFrame) =>
    frame.filter(hashOfClient.lt(pl.lit((most / known.height) * HASHES)));
  const pictured = isMany ? sampled(tables, among) : tables;
  const targets = isMany ? among(everybody) : everybody;
  const labelled = (frame: LazyDataFrame) => frame.join(targets, {on: "SK_ID_CURR", how: "inner"});
  const size = rows
    .select(
      pl.len().cast(pl.Float64).alias("rows"),
      pl.col("SK_ID_CURR").nUnique().cast(pl.Float64).alias("clients")
    )
    .collectSync();
  const [counted, clients] = size.row(0) as [number, number];
  const picturedClients = isMany ? targets.collectSync().height : known.height;
  const pictures = STORIES[table](pictured as Tables, labelled) as ReturnType<(typeof STORIES)[T]>;
  return {rows: counted, clients, ...all, picturedClients, pictures};
}

/** Knuth's multiplicative hash, of 32 bits, and how many there are. */
const HASHES = 2 ** 32;
const hashOfClient = pl
  .col("SK_ID_CURR")
  .cast(pl.Int64)
  .mul(pl.lit(2_654_435_761).cast(pl.Int64))
  .modulo(pl.lit(HASHES).cast(pl.Int64));

/** Keeps some clients' rows of the tables that name the client; the other follows by the join with its loans. */
function sampled(tables: Partial<Tables>, among: (frame: LazyDataFrame) => LazyDataFrame): Partial<Tables> {
  const names = Object.keys(STORIES) as HistoryTable[];
  const kept = names.flatMap((name) => (tables[name] ? [[name, among(tables[name])] as const] : []));
  return {...tables, ...Object.fromEntries(kept)};
}

/** Lists every client with the outcome: 1 = default, 0 = repaid, null = not known. */
function outcomesOf({application_train: train, application_test: test}: Partial<Tables>): LazyDataFrame {
  const outcome = pl.col("TARGET").cast(pl.Float64);
  const parts = [
    train?.select(pl.col("SK_ID_CURR"), outcome),
    test?.select(pl.col("SK_ID_CURR"), pl.lit(null).cast(pl.Float64).alias("TARGET"))
  ].filter((part) => part !== undefined);
  return pl.concat(parts) as unknown as LazyDataFrame;
}
