import {mkdir, readdir, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {AS_OF} from "../../loaders/tables/files/asOf.ts";
import {applicationLine} from "./application/application.ts";
import {drawLoan} from "./application/loan.ts";
import {drawProfile} from "./application/profile.ts";
import {bureauRecord} from "./bureau/bureau.ts";
import {COLUMNS, DEMO_TABLES, type DemoTable} from "./columns.ts";
import {TableWriter} from "./csv.ts";
import {mix, Rng} from "./draws/random.ts";
import {ALL_CLIENTS, clientIds, keySequence, testMarks} from "./keys.ts";
import {drawLatent} from "./latent.ts";
import {cardRecord} from "./payments/card.ts";
import {installmentLines} from "./payments/installments.ts";
import {posCashLines} from "./payments/posCash.ts";
import {drawSchedule} from "./payments/schedule.ts";
import {previousRecord} from "./previous/previous.ts";
import {defaultProbability} from "./risk.ts";

export interface DemoOptions {
  /** From 2 to MOST_CLIENTS. */
  clients: number;
  seed: number;
  /** The set's folder; the tables go to its `raw/`, which is replaced whole. */
  out: string;
  /** Called now and then with the number of clients done. */
  onProgress?: (clients: number) => void;
  /** Stops the run; what was written so far is removed. */
  signal?: AbortSignal;
}

export interface DemoSummary {
  rows: Record<DemoTable, number>;
  badRate: number;
}

/** The day that the made-up records end on, which every set states as its own. */
const STATED_DAY = "2026-01-01";

/** Blocks kept back to stir a table; the applications stay sorted by client, as Kaggle's are. */
const POOLS: Record<DemoTable, number> = {
  application_train: 0,
  application_test: 0,
  bureau: 2000,
  bureau_balance: 2000,
  previous_application: 20000,
  POS_CASH_balance: 50000,
  credit_card_balance: 50000,
  installments_payments: 50000
};

/**
 * Writes the eight tables of a made-up portfolio. The same clients and seed give the same bytes. Memory is bounded by the
 * pools; files are written aside and put in place at the end. The file GENERATED beside them says that no row was observed,
 * and AS_OF states the day that they end on.
 */
export async function generateDemo({
  clients,
  seed,
  out,
  onProgress,
  signal
}: DemoOptions): Promise<DemoSummary> {
  const raw = join(out, "raw");
  const aside = join(dirname(raw), `.raw-${process.pid}.part`);
  await removeLeftovers(out);
  await mkdir(aside, {recursive: true});
  const writers = Object.fromEntries(
    DEMO_TABLES.map((name) => [
      name,
      new TableWriter(join(aside, `${name}.csv`), COLUMNS[name], POOLS[name], seed)
    ])
  ) as Record<DemoTable, TableWriter>;
  try {
    const defaults = await writeClients(writers, {clients, seed, out, onProgress, signal});
    for (const name of DEMO_TABLES) await writers[name].close();
    await writeFile(join(aside, "GENERATED"), `${JSON.stringify({clients, seed})}\n`);
    await writeFile(join(aside, AS_OF), `${STATED_DAY}\n`);
    await rm(raw, {recursive: true, force: true});
    await rename(aside, raw);
    const rows = Object.fromEntries(DEMO_TABLES.map((name) => [name, writers[name].rows])) as Record<
      DemoTable,
      number
    >;
    return {rows, badRate: defaults / Math.max(1, rows.application_train)};
  } catch (error) {
    for (const name of DEMO_TABLES) writers[name].abandon();
    await rm(aside, {recursive: true, force: true});
    throw error;
  }
}

/** Removes what runs that were killed left beside the tables; a run that is still going keeps its folder. */
async function removeLeftovers(out: string): Promise<void> {
  const names = await readdir(out).catch(() => []);
  for (const name of names) {
    const pid = /^\.raw-(\d+)\.part$/.exec(name)?.[1];
    if (pid && (Number(pid) === process.pid || !isRunning(Number(pid))))
      await rm(join(out, name), {recursive: true, force: true});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function writeClients(
  writers: Record<DemoTable, TableWriter>,
  {clients, seed, onProgress, signal}: DemoOptions
): Promise<number> {
  const ids = clientIds(clients, seed);
  const tests = testMarks(ids, seed);
  const times = Math.ceil(clients / ALL_CLIENTS);
  const nextBureauKey = keySequence(5000001, times * 1843457, seed);
  const nextPreviousKey = keySequence(1000001, times * 1845382, seed);
  let defaults = 0;
  for (let k = 0; k < clients; k++) {
    signal?.throwIfAborted();
    const id = ids[k]!;
    const isTest = tests[k] === 1;
    const rng = new Rng(mix(mix(seed, 3), id));
    const latent = drawLatent(rng);
    const profile = drawProfile(rng, latent);
    const loan = drawLoan(rng, latent, profile, isTest);
    const target = isTest ? null : rng.chance(defaultProbability(latent, profile, loan)) ? 1 : 0;
    if (target === 1) defaults++;
    const bureau = bureauRecord(rng, id, isTest, latent, nextBureauKey);
    const application = applicationLine(rng, id, target, latent, profile, loan, bureau.lines.length > 0);
    writers[isTest ? "application_test" : "application_train"].add(application);
    for (const line of bureau.lines) writers.bureau.add(line);
    for (const {block, rows} of bureau.balances) writers.bureau_balance.add(block, rows);
    const previous = previousRecord(rng, id, isTest, latent, nextPreviousKey);
    for (const line of previous.lines) writers.previous_application.add(line);
    for (const contract of previous.loans) {
      const instalments = drawSchedule(rng, contract, latent.conduct);
      for (const line of posCashLines(rng, id, contract, instalments, latent.conduct))
        writers.POS_CASH_balance.add(line);
      for (const line of installmentLines(contract.key, id, instalments))
        writers.installments_payments.add(line);
    }
    for (const card of previous.cards) {
      const record = cardRecord(rng, id, card, latent.conduct);
      for (const line of record.lines) writers.credit_card_balance.add(line);
      for (const line of installmentLines(card.key, id, record.instalments))
        writers.installments_payments.add(line);
    }
    for (const name of DEMO_TABLES) await writers[name].drain();
    if (k % 50 === 49) onProgress?.(k + 1);
  }
  onProgress?.(clients);
  return defaults;
}
