import {existsSync, mkdtempSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import pl from "nodejs-polars";
import {type History, openHistoryOf} from "../../loaders/history/read.ts";
import {writeHistoryOnAllCores} from "../../loaders/history/write.ts";
import {openTables, type RawTables} from "../../loaders/tables/open.ts";
import {CLIENT_TABLES, type TableName} from "../../loaders/types.ts";
import {type BenchResult, type BenchRow, compare, describeMachine, quantile} from "../result.ts";

const HELP = `npm run bench -- history [options]

Measures how long it takes to open the history, and to read all raw rows of one client in a warm process.

  --data DIR     the data set (default data/demo-set)
  --clients N    how many clients are read (default 1000)
  --write        check the raw tables and write the history first, and measure both
  --peer         measure Polars on Parquet files sorted by client beside it
  --json         print one JSON object
  --help         show this`;

/** The peer reads these five; ours reads all seven in its time. */
const PEER_TABLES = [
  "bureau",
  "previous_application",
  "POS_CASH_balance",
  "credit_card_balance",
  "installments_payments"
] as const satisfies readonly TableName[];
const PEER_CLIENTS = 100;

interface Reads {
  readonly milliseconds: number[];
  /** Rows of the tables that the peer reads too. */
  readonly rows: number[];
}

function readOurs(history: History, ids: readonly number[]): Reads {
  const rows: number[] = [];
  const milliseconds = ids.map((id) => {
    const start = performance.now();
    const read = history.rows(id);
    const time = performance.now() - start;
    rows.push(PEER_TABLES.reduce((sum, table) => sum + read[table].length, 0));
    return time;
  });
  return {milliseconds, rows};
}

/** Reads the same clients from Parquet files sorted by client, whose statistics let Polars skip row groups. */
function readParquet(raw: RawTables, ids: readonly number[]): Reads {
  const dir = mkdtempSync(join(tmpdir(), "scorebook-bench-"));
  const tables = PEER_TABLES.filter((name) => raw.tables[name] !== undefined);
  try {
    for (const name of tables) {
      raw.tables[name]!.sort("SK_ID_CURR")
        .collectSync()
        .writeParquet(join(dir, `${name}.parquet`));
    }
    const rows: number[] = [];
    const milliseconds = ids.map((id) => {
      const start = performance.now();
      const read = tables.map((name) => {
        const frame = pl
          .scanParquet(join(dir, `${name}.parquet`))
          .filter(pl.col("SK_ID_CURR").eq(pl.lit(id)));
        return frame.collectSync().toRecords().length;
      });
      rows.push(read.reduce((sum, count) => sum + count, 0));
      return performance.now() - start;
    });
    return {milliseconds, rows};
  } finally {
    rmSync(dir, {recursive: true, force: true});
  }
}

function timed(what: string, start: number, cpu: NodeJS.CpuUsage): BenchRow[] {
  const {user, system} = process.cpuUsage(cpu);
  return [
    compare(`${what}, wall`, "s", (performance.now() - start) / 1e3),
    compare(`${what}, CPU`, "s", (user + system) / 1e6)
  ];
}

/** Opens the raw tables as if for the first time, and writes the history. */
async function measureWrite(data: string): Promise<BenchRow[]> {
  rmSync(join(data, "raw", ".checked.json"), {force: true});
  let start = performance.now();
  let cpu = process.cpuUsage();
  const raw = await openTables(join(data, "raw"), {distributes: true});
  const rows = timed("check the raw tables", start, cpu);
  const dir = join(data, "history");
  start = performance.now();
  cpu = process.cpuUsage();
  await writeHistoryOnAllCores(dir, raw);
  rows.push(...timed("write the history", start, cpu));
  const bytes = CLIENT_TABLES.reduce((sum, table) => sum + statSync(join(dir, `${table}.records`)).size, 0);
  rows.push(compare("peak memory of both", "GiB", process.resourceUsage().maxRSS / 2 ** 20));
  rows.push(compare("size of the records", "GiB", bytes / 2 ** 30));
  raw.close();
  return rows;
}

async function measureReads(data: string, n: number, withPeer: boolean): Promise<BenchRow[]> {
  const start = performance.now();
  const history = openHistoryOf(data);
  const rows = [compare("open the history", "ms", performance.now() - start)];
  const {clients} = history;
  const ids = Array.from({length: n}, (_, i) => clients[(i * 245_489) % clients.length]!);
  readOurs(history, ids);
  const ours = readOurs(history, ids);
  history.close();
  const raw = withPeer ? await openTables(join(data, "raw")) : undefined;
  const peer = raw && readParquet(raw, ids.slice(0, PEER_CLIENTS));
  raw?.close();
  const maxDifference = Math.max(0, ...(peer?.rows ?? []).map((count, i) => Math.abs(count - ours.rows[i]!)));
  for (const q of [0.5, 0.95, 0.99]) {
    const name = `raw rows of one client of ${clients.length}, p${q * 100}`;
    const beside = peer && {
      name: "Polars, sorted Parquet",
      value: quantile(peer.milliseconds, q),
      maxDifference
    };
    rows.push(compare(name, "ms", quantile(ours.milliseconds, q), beside));
  }
  return rows;
}

/** Writes the history when asked or when there is none, and reads clients spread over the set one after the other. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      clients: {type: "string", default: "1000"},
      write: {type: "boolean", default: false},
      peer: {type: "boolean", default: false},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const n = Number(values.clients);
  if (!Number.isInteger(n) || n < 20)
    throw new Error(`--clients is ${values.clients}; 20 or more were expected.`);
  const mustWrite = values.write || !existsSync(join(values.data, "history", "index.json"));
  const written = mustWrite ? await measureWrite(values.data) : [];
  const read = await measureReads(values.data, n, values.peer);
  return {bench: "history", machine: describeMachine(), rows: [...written, ...read]};
}
