import {spawnSync} from "node:child_process";
import {loadavg} from "node:os";
import {parseArgs} from "node:util";
import {socketLimit} from "../../server/edge/limits.ts";
import {type BenchResult, type BenchRow, compare, describeMachine, quantile} from "../result.ts";
import {askAt, askFast, type Call, createCaller, findKnee, type Measured, slope} from "./openLoop.ts";
import {explanationRows, threadRows} from "./serveExplanations.ts";
import {type ServerProcess, startApi, startServer} from "./serveProcess.ts";
import {connectWatchers} from "./watchers.ts";

const HELP = `npm run bench -- serve [options]

Asks a server in a process of its own at steady rates, whether or not answers have come, and counts each latency from
when the request was due. Client and server share the machine. The knee is the highest rate at which nothing fails, 95 %
are answered in their time and p99 is at most 100 ms; one that fails is tried twice more. Beside it FastAPI, where a python3 has fastapi, uvicorn and lightgbm.

An answer that takes 2 ms leaves an open loop little room: every halt, of the server or of the machine, makes all wait who
are due meanwhile. "waited for a core" tells which it was: the share of its working time in which the server's event loop
could have run and another process ran instead (/proc/PID/schedstat). Above a few percent the knee is the machine's.

  --data DIR      the data set, with its history (default data/demo-set); results are written beside it
  --model NAME    a folder under models/ (default demo)
  --rate N        requests a second of the rows at a steady rate (default 1000)
  --seconds N     length of each measurement (default 10)
  --sockets N     live sockets (default 1000)
  --minutes N     how long memory is watched under scores at half the rate; 0 leaves it out (default 1)
  --brief         only the rows that a summary needs, at most 16
  --threads N     threads that compute beside the server's event loop (default 0)
  --json          print one JSON object
  --help          show this`;

const P99_MS = 100;
const RATES = [125, 250, 500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000];
const PEER = new URL("servePeer.py", import.meta.url).pathname;

interface Options {
  data: string;
  model: string;
  rate: number;
  seconds: number;
  sockets: number;
  minutes: number;
  threads: number;
  brief: boolean;
}

/** The rows of a summary. */
const BRIEF =
  /^GET (score|explanation)( at .*, (p50|p99)|, (knee|16 connections.*|had already \(304\)|top=12|whole, on . threads?))$|^1,000 parallel .* p50 |^the same against none, .*|slope$/;

function readOptions(args: string[]): Options | null {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      model: {type: "string", default: "demo"},
      rate: {type: "string", default: "1000"},
      seconds: {type: "string", default: "10"},
      sockets: {type: "string", default: "1000"},
      minutes: {type: "string", default: "1"},
      threads: {type: "string", default: "0"},
      brief: {type: "boolean", default: false},
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) return null;
  const number = (name: "rate" | "seconds" | "sockets" | "minutes" | "threads", least: number) => {
    const value = Number(values[name]);
    if (value >= least && Number.isFinite(value)) return value;
    throw new Error(`--${name} is ${values[name]}; a number from ${least} was expected.`);
  };
  const {data, model} = values;
  const most = socketLimit();
  if (Number(values.sockets) > most)
    throw new Error(
      `--sockets is ${values.sockets}; a server takes at most ${most} where a process may open as many files as here (ulimit -n).`
    );
  const [rate, seconds] = [number("rate", 1), number("seconds", 1)];
  const [sockets, minutes, threads] = [number("sockets", 0), number("minutes", 0), number("threads", 0)];
  return {data, model, rate, seconds, sockets, minutes, threads, brief: values.brief};
}

/** Measures the server under load. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const options = readOptions(args);
  if (!options) return void console.log(HELP);
  const notes = [
    `Open loop over ${options.seconds} s each, at ${options.rate} requests a second unless it says otherwise; client and server on the same machine, whose load was ${loadavg()[0]!.toFixed(1)} before.`
  ];
  const {data, model, threads, brief} = options;
  const server = await startApi({data, model, threads});
  try {
    const {clients} = (await (await fetch(`${server.origin}/v1/clients?limit=1000`)).json()) as {
      clients: {clientId: number}[];
    };
    const ids = clients.map(({clientId}) => clientId);
    const all = [
      ...(await steadyRows(server, ids, options, notes)),
      ...(await explanationRows(server, ids, options)),
      ...(await burstRows(server, ids)),
      ...(await socketRows(server, ids, options)),
      ...(await memoryRows(server, ids, options))
    ];
    await server.close();
    if (threads === 0) all.push(...(await threadRows(ids, options)));
    const rows = brief ? all.filter(({name}) => BRIEF.test(name)) : all;
    return {bench: "serve", machine: describeMachine(), rows, notes};
  } finally {
    await server.close();
  }
}

const get =
  (ids: readonly number[], what: string) =>
  (i: number): Call => ({
    method: "GET",
    path: `/v1/clients/${ids[i % ids.length]}/${what}`
  });
const post =
  (ids: readonly number[], what: string) =>
  (i: number): Call => ({
    method: "POST",
    path: `/${what}/?ID=${ids[i % ids.length]}`
  });

function latencyRows(name: string, {p50, p95, p99, achieved, offered}: Measured): BenchRow[] {
  const at = `${name} at ${offered}/s`;
  return [
    compare(`${at}, p50`, "ms", p50),
    compare(`${at}, p95`, "ms", p95),
    compare(`${at}, p99`, "ms", p99),
    compare(`${at}, answered`, "1/s", achieved)
  ];
}

async function steadyRows(
  server: ServerProcess,
  ids: readonly number[],
  options: Options,
  notes: string[]
): Promise<BenchRow[]> {
  const {rate, seconds} = options;
  const rows: BenchRow[] = [];
  const peer = await startPeer(options, notes);
  const asking = createCaller(server.origin);
  try {
    for (const [name, what] of [
      ["score", "score"],
      ["explanation", "explanation"]
    ] as const) {
      await askFast(asking.call, get(ids, what), {callers: 16, seconds: Math.min(2, seconds)});
      const [cpu, before] = [server.cpu(), server.scheduled()];
      const measured = await askAt(asking.call, get(ids, what), {rate, seconds});
      const after = server.scheduled();
      const [ran, waited] = [after.ran - before.ran, after.waited - before.waited];
      const each = ((server.cpu() - cpu) * 1000) / (rate * seconds);
      const knee = await findKnee(
        (at) => askAt(asking.call, get(ids, what), {rate: at, seconds}),
        RATES,
        P99_MS
      );
      const fast = await askFast(asking.call, get(ids, what), {callers: 16, seconds});
      rows.push(
        ...latencyRows(`GET ${name}`, measured),
        compare(`GET ${name}, processor time each`, "ms", each),
        compare(`GET ${name}, waited for a core`, "%", (100 * waited) / (ran + waited)),
        compare(`GET ${name}, knee`, "1/s", knee),
        compare(`GET ${name}, 16 connections as fast as they can`, "1/s", fast)
      );
      if (peer) {
        const theirs = createCaller(peer.origin);
        const value = await askFast(
          theirs.call,
          (i) => ({method: "GET", path: `/${what}/${ids[i % ids.length]}`}),
          {
            callers: 16,
            seconds
          }
        );
        theirs.close();
        const last = rows.at(-1)!;
        rows[rows.length - 1] = {
          ...last,
          peer: value,
          peerName: "FastAPI + LightGBM",
          ratio: last.ours / value
        };
      }
    }
    return rows;
  } finally {
    asking.close();
    await peer?.close();
  }
}

async function startPeer({data, model}: Options, notes: string[]): Promise<ServerProcess | null> {
  const {status} = spawnSync("python3", ["-c", "import fastapi, uvicorn, lightgbm, numpy"]);
  if (status === 0) return startServer("python3", [PEER, data, model]);
  notes.push("No python3 with fastapi, uvicorn and lightgbm is here, so the peer was not measured.");
  return null;
}

/** Asks a thousand times at once, each on a connection of its own. */
async function burstRows(server: ServerProcess, ids: readonly number[]): Promise<BenchRow[]> {
  const {call, close} = createCaller(server.origin, 1000);
  const latencies: number[] = [];
  const ask = post(ids, "explainer");
  await Promise.all(
    Array.from({length: 1000}, async (_, i) => {
      const start = performance.now();
      if ((await call(ask(i))) === 202) latencies.push(performance.now() - start);
    })
  );
  close();
  await settled(server, ids);
  return [
    compare("1,000 parallel POST /explainer, p50 of the 202", "ms", quantile(latencies, 0.5)),
    compare("1,000 parallel POST /explainer, p99 of the 202", "ms", quantile(latencies, 0.99)),
    compare("1,000 parallel POST /explainer, answered 202", "", latencies.length)
  ];
}

/** Waits until the jobs that were asked for are done. */
async function settled(server: ServerProcess, ids: readonly number[]): Promise<void> {
  for (const what of ["explainer", "compute"])
    while ((await fetch(`${server.origin}/${what}/?ID=${ids.at(-1)}`, {method: "POST"})).status === 202) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if ((await fetch(`${server.origin}/${what}/?ID=${ids.at(-1)}`)).status === 200) break;
    }
}

/** Waits until the server counts no sockets: one that has left counts until it has taken what it was sent. */
async function allGone({origin}: ServerProcess): Promise<void> {
  const isSome = async () =>
    /^scorebook_sockets [1-9]/m.test(await (await fetch(`${origin}/metrics`)).text());
  while (await isSome()) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Asks POST /compute as fast as it can with and without watchers, and at a steady rate with many. */
async function socketRows(
  server: ServerProcess,
  ids: readonly number[],
  {seconds, sockets: count}: Options
): Promise<BenchRow[]> {
  if (count === 0) return [];
  const {call, close} = createCaller(server.origin);
  const fast = async () => {
    const [cpu, own] = [server.cpu(), process.cpuUsage()];
    const rate = await askFast(call, post(ids, "compute"), {callers: 16, seconds});
    const {user, system} = process.cpuUsage(own);
    const each = 1000 / (rate * seconds);
    return {rate, eachMs: (server.cpu() - cpu) * each, callerMs: ((user + system) / 1e6) * each};
  };
  const few = Math.min(200, count);
  const name = "POST /compute, 16 connections";
  const rows: BenchRow[] = [];
  for (const form of ["compact", "full"] as const) {
    const alone = await fast();
    const watchers = await connectWatchers(server.origin, few, form);
    await watchers.take();
    const watched = await fast();
    const {batches, bytes, cpu} = await watchers.take();
    await watchers.close();
    await allGone(server);
    const withThem = `with ${few} live sockets, ${form} batches`;
    rows.push(
      compare(name, "1/s", alone.rate),
      compare(`${name}, ${withThem}`, "1/s", watched.rate),
      compare(`the same against none, ${form} batches`, "%", (100 * watched.rate) / alone.rate),
      compare(`${name}, the server's processor time each`, "ms", alone.eachMs),
      compare(`the same ${withThem}`, "ms", watched.eachMs),
      compare(`${name}, the caller's processor time each`, "ms", alone.callerMs),
      compare(`the same ${withThem}`, "ms", watched.callerMs),
      compare(`processor of ${few} sockets' own process, ${form} batches`, "%", (100 * cpu) / seconds),
      compare(`batches a socket a second, ${form} batches`, "1/s", batches / few / seconds),
      compare(`bytes of a batch, ${form}`, "kB", bytes / Math.max(1, batches) / 1000)
    );
  }
  const many = await connectWatchers(server.origin, count, "compact");
  await many.take();
  const cpu = server.cpu();
  const measured = await askAt(call, post(ids, "compute"), {rate: 200, seconds});
  const used = server.cpu() - cpu;
  const {batches} = await many.take();
  rows.push(
    ...latencyRows(`POST /compute with ${count} live sockets`, measured),
    compare(`batches a socket a second with ${count} live sockets`, "1/s", batches / count / seconds),
    compare(`processor with ${count} live sockets and 200 scores/s`, "%", (100 * used) / seconds)
  );
  await many.close();
  close();
  return rows;
}

/** Watches the memory of the server under a steady load, once it is warm. */
async function memoryRows(
  server: ServerProcess,
  ids: readonly number[],
  {rate, minutes}: Options
): Promise<BenchRow[]> {
  if (minutes === 0) return [];
  const {call, close} = createCaller(server.origin);
  const half = {rate: rate / 2, seconds: 30};
  await askAt(call, get(ids, "score"), half);
  const points: [number, number][] = [];
  const start = performance.now();
  const watching = setInterval(
    () => points.push([(performance.now() - start) / 60_000, server.memory()]),
    1000
  );
  const measured = await askAt(call, get(ids, "score"), {...half, seconds: minutes * 60});
  clearInterval(watching);
  close();
  return [
    compare(`memory over ${minutes} min at ${half.rate} scores/s, slope`, "MB/min", slope(points)),
    compare("memory at the end", "MB", server.memory()),
    compare("p99 meanwhile", "ms", measured.p99)
  ];
}
