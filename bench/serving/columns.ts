import {join} from "node:path";
import {parseArgs} from "node:util";
import {DuckDBInstance} from "@duckdb/node-api";
import {tableFromIPC} from "apache-arrow";
import pl from "nodejs-polars";
import {openFeatureStore} from "../../loaders/store.ts";
import {createSystemClock} from "../../server/clock.ts";
import {QUERY_LIMITS} from "../../server/query/limits.ts";
import {openQueries} from "../../server/query/open.ts";
import {identifier} from "../../server/query/tables.ts";
import {readModel} from "../../server/scoring/modelStore.ts";
import {createPolicy} from "../../src/core/credit/policy.ts";
import {type BenchResult, type BenchRow, compare, describeMachine, quantile} from "../result.ts";

const HELP = `npm run bench -- columns [options]

Measures five columns of all clients, as GET /v1/features.arrow gives them: asked of the query process, answered as
bytes of an Arrow stream, and parsed. Peers read the same columns of features.parquet in this process: DuckDB to
arrays, Polars to a frame.

  --data DIR     the data set, with its features and history (default data/demo-set)
  --columns A,B  five features (default: the first five that are numbers)
  --runs N       how often each is measured (default 7); the median counts
  --json         print one JSON object
  --help         show this`;

/** Asks for columns as the server does, and compares every value with what the peers read. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      columns: {type: "string"},
      runs: {type: "string", default: "7"},
      help: {type: "boolean", default: false}
    }
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs is ${values.runs}; a whole number from 1 was expected.`);
  const {data} = values;
  const model = readModel(join("models", "demo"));
  const store = openFeatureStore(data);
  const numbers = store.catalogue.features.filter(({kind}) => kind === "numeric").map(({name}) => name);
  const names = values.columns?.split(",") ?? numbers.slice(0, 5);
  const foreign = names.filter((name) => !numbers.includes(name));
  if (foreign.length > 0) throw new Error(`There is no numeric feature ${foreign.join(", ")} in ${data}.`);
  const clock = createSystemClock();
  const limits = {...QUERY_LIMITS, timeMs: 120_000, waitMs: 600_000};
  const config = {data, cost: {}, score: {}};
  const policy = () => createPolicy(model.manifest);
  const queries = openQueries({config, model: () => model, store, policy, clock, limits});
  const parquet = join(data, "features.parquet");
  const instance = await DuckDBInstance.create(":memory:", {threads: String(limits.threads)});
  const connection = await instance.connect();

  const ours = (table: "features" | "clients") => async () => {
    const selected = ["clientId", ...names].map(identifier).join(", ");
    const sql = `SELECT ${selected} FROM ${table} ORDER BY "clientId"`;
    const {body} = await queries.run({sql, format: "arrow"}, new AbortController().signal);
    const arrow = tableFromIPC(body);
    return names.map((name) => [...arrow.getChild(name)!]);
  };
  const selected = names.map(identifier).join(", ");
  const duckdb = async () => {
    const read = await connection.runAndReadAll(`SELECT ${selected} FROM read_parquet('${parquet}')`);
    return read.getColumnsJS() as Column[];
  };
  const polars = async () => {
    const frame = pl
      .scanParquet(parquet)
      .select(...names)
      .collectSync();
    return names.map((name) => frame.getColumn(name).toArray() as Column);
  };
  const inOrder = [...store.ids].every((id, i, ids) => i === 0 || id > ids[i - 1]!);
  if (!inOrder) throw new Error("The clients of the feature store are not in ascending order.");
  try {
    await ours("clients")();
    const features = await median(runs, ours("features"));
    const joined = await median(runs, ours("clients"));
    const peers = [
      ["DuckDB, in process", await median(runs, duckdb)],
      ["Polars, in process", await median(runs, polars)]
    ] as const;
    const rows = peers.flatMap(([name, peer]): BenchRow[] => [
      compare("five features of all clients", "ms", features.ms, {
        name,
        value: peer.ms,
        maxDifference: largestDifference(features.columns, peer.columns)
      }),
      compare("the same joined with the application", "ms", joined.ms, {
        name,
        value: peer.ms,
        maxDifference: largestDifference(joined.columns, peer.columns)
      })
    ]);
    const notes = [`${store.clients.toLocaleString("en")} clients; median of ${runs}.`];
    return {bench: "columns", machine: describeMachine(), rows, notes};
  } finally {
    queries.close();
    connection.closeSync();
    instance.closeSync();
    store.close();
  }
}

type Column = readonly (number | null)[];

async function median(runs: number, measured: () => Promise<Column[]>) {
  const times: number[] = [];
  let columns: Column[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    columns = await measured();
    times.push(performance.now() - start);
  }
  return {ms: quantile(times, 0.5), columns};
}

/** Finds the largest |a − b|; infinite when one has a value where the other has none. */
function largestDifference(a: readonly Column[], b: readonly Column[]): number {
  let largest = 0;
  a.forEach((column, j) => {
    if (column.length !== b[j]!.length) largest = Number.POSITIVE_INFINITY;
    column.forEach((value, i) => {
      const other = b[j]![i] ?? null;
      if (value === null || other === null) {
        if (value !== other) largest = Number.POSITIVE_INFINITY;
      } else largest = Math.max(largest, Math.abs(value - other));
    });
  });
  return largest;
}
