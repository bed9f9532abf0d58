import {existsSync, mkdtempSync, rmSync, statSync} from "node:fs";
import {cpus, tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import pl from "nodejs-polars";
import {type History, openHistory} from "../loaders/history/read.ts";
import {writeHistory} from "../loaders/history/write.ts";
import {openTables, type RawTables} from "../loaders/tables/open.ts";
import {CLIENT_TABLES, type TableName} from "../loaders/types.ts";

const HELP = `npm run bench -- history [options]

Measures how long it takes to open the history, and to read all raw rows of one client (warm).

  --data DIR     the data set (default data/demo-set)
  --clients N    how many clients are read (default 1000)
  --write        write the history first, to DIR/history, and measure that too
  --peer         measure Polars on Parquet files sorted by client beside it
  --json         print one JSON object
  --help         show this`;

const PEER_TABLES = [
  "bureau",
  "previous_application",
  "POS_CASH_balance",
  "credit_card_balance",
  "installments_payments"
] as const satisfies readonly TableName[];

interface Row {
  name: string;
  ours: number;
  peer: number | null;
  peerName: string | null;
  unit: string;
  ratio: number | null;
  /** Rows that one of both has more than the other. */
  maxDifference: number | null;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
}

function row(
  name: string,
  ours: number,
  unit: string,
  peer?: {value: number; name: string; difference: number}
): Row {
  if (peer === undefined)
    return {name, ours, peer: null, peerName: null, unit, ratio: null, maxDifference: null};
  const {value, difference} = peer;
  return {name, ours, peer: value, peerName: peer.name, unit, ratio: value / ours, maxDifference: difference};
}

/** Takes N client ids, spread evenly over all of them and shuffled by a fixed rule. */
function sampleClients(history: History, n: number): number[] {
  const {clients} = history;
  const step = 7919;
  return Array.from({length: n}, (_, i) => clients[(i * step * 31) % clients.length]!);
}

function measureReads(history: History, ids: readonly number[]): {times: number[]; counts: number[]} {
  const counts: number[] = [];
  const times = ids.map((id) => {
    const start = performance.now();
    const rows = history.rows(id);
    const time = performance.now() - start;
    counts.push(PEER_TABLES.reduce((sum, table) => sum + rows[table].length, 0));
    return time;
  });
  return {times, counts};
}

/** Reads the same clients from Parquet files sorted by client, whose statistics let Polars skip row groups. */
function measureParquet(raw: RawTables, ids: readonly number[]): {times: number[]; counts: number[]} {
  const dir = mkdtempSync(join(tmpdir(), "scorebook-bench-"));
  try {
    for (const name of PEER_TABLES) {
      raw.tables[name]
        ?.sort("SK_ID_CURR")
        .collectSync()
        .writeParquet(join(dir, `${name}.parquet`));
    }
    const counts: number[] = [];
    const times = ids.map((id) => {
      const start = performance.now();
      let count = 0;
      for (const name of PEER_TABLES) {
        if (raw.tables[name] === undefined) continue;
        const frame = pl
          .scanParquet(join(dir, `${name}.parquet`))
          .filter(pl.col("SK_ID_CURR").eq(pl.lit(id)));
        count += frame.collectSync().toRecords().length;
      }
      counts.push(count);
      return performance.now() - start;
    });
    return {times, counts};
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
}

function measureWrite(dir: string, raw: RawTables): Row[] {
  const start = performance.now();
  const before = process.cpuUsage();
  writeHistory(dir, raw, {onTable: (table) => console.error(`writing ${table}`)});
  const {user, system} = process.cpuUsage(before);
  const bytes = CLIENT_TABLES.reduce((sum, table) => sum + statSync(join(dir, `${table}.records`)).size, 0);
  return [
    row("write the history, wall", (performance.now() - start) / 1e3, "s"),
    row("write the history, CPU", (user + system) / 1e6, "s"),
    row("write the history, peak RSS of the process", process.resourceUsage().maxRSS / 2 ** 20, "GiB"),
    row("size of the records", bytes / 2 ** 30, "GiB")
  ];
}

async function main(): Promise<void> {
  const {values: options} = parseArgs({
    options: {
      data: {type: "string", default: "data/demo-set"},
      clients: {type: "string", default: "1000"},
      write: {type: "boolean", default: false},
      peer: {type: "boolean", default: false},
      json: {type: "boolean", default: false},
      help: {type: "boolean", default: false}
    }
  });
  if (options.help) return console.log(HELP);
  const n = Number(options.clients);
  if (!Number.isInteger(n) || n < 20)
    throw new Error(`--clients is ${options.clients}; 20 or more were expected.`);
  const dir = join(options.data, "history");
  const rows: Row[] = [];
  const raw =
    options.write || options.peer || !existsSync(dir)
      ? await openTables(join(options.data, "raw"))
      : undefined;
  if (raw !== undefined && (options.write || !existsSync(dir))) rows.push(...measureWrite(dir, raw));

  const start = performance.now();
  const history = openHistory(dir);
  rows.push(row("open the history", performance.now() - start, "ms"));
  const ids = sampleClients(history, n);
  measureReads(history, ids);
  const {times, counts} = measureReads(history, ids);
  const few = ids.slice(0, Math.min(n, 100));
  const peer = options.peer ? measureParquet(raw!, few) : undefined;
  const difference = Math.max(0, ...(peer?.counts.map((count, i) => Math.abs(count - counts[i]!)) ?? []));
  for (const [name, q] of [
    ["p50", 0.5],
    ["p95", 0.95],
    ["p99", 0.99]
  ] as const) {
    const value = peer && quantile(peer.times, q);
    const beside = value === undefined ? undefined : {value, name: "Polars, sorted Parquet", difference};
    rows.push(
      row(`raw rows of one client of ${history.clients.length}, ${name}`, quantile(times, q), "ms", beside)
    );
  }
  history.close();
  raw?.close();
  print(rows, options.json);
}

function print(rows: readonly Row[], asJson: boolean): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`;
  if (asJson) {
    console.log(JSON.stringify({bench: "history", machine, rows}));
    return;
  }
  console.log(machine);
  const shown = (value: number | null) => (value === null ? "" : value.toPrecision(3));
  console.table(
    rows.map(({name, ours, unit, peer, peerName, ratio, maxDifference}) => ({
      name,
      ours: `${shown(ours)} ${unit}`,
      peer: peer === null ? "" : `${shown(peer)} ${unit} (${peerName})`,
      ratio: shown(ratio),
      difference: maxDifference ?? ""
    }))
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
