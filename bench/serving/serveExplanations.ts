import {type BenchRow, compare} from "../result.ts";
import {askFast, type Call, createCaller} from "./openLoop.ts";
import {type ServerProcess, startApi} from "./serveProcess.ts";

/** How much of an explanation a caller may ask for, and how the rows call it. */
const FORMS = [
  ["whole", ""],
  ["form=compact", "?form=compact"],
  ["top=12", "?top=12"],
  ["form=compact&top=12", "?form=compact&top=12"],
  ["fields=score,reasonCodes", "?fields=score,reasonCodes"]
] as const;
/** So many clients' answers are had already by whoever asks with their tags. */
const HAD = 200;
/** Numbers of threads that are measured beside none. */
const THREADS = [1, 2];
const CALLERS = 16;

interface Options {
  data: string;
  model: string;
  seconds: number;
}

/**
 * Measures what a caller gets of explanations, 16 connections as fast as they can: by how much is asked for, with the tag
 * of an answer that is had, and with threads that compute beside the event loop.
 */
export async function explanationRows(
  server: ServerProcess,
  ids: readonly number[],
  options: Options
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, query] of FORMS)
    rows.push(...(await rowsOf(server, name, (i) => asking(ids, i, query), options)));
  const had = ids.slice(0, HAD);
  const tags = await Promise.all(had.map((id) => tagOf(server, id)));
  const again = (i: number): Call => ({
    ...asking(had, i, ""),
    headers: {"if-none-match": tags[i % had.length]!}
  });
  rows.push(...(await rowsOf(server, "had already (304)", again, options)));
  return rows;
}

/** The same with servers of their own that have threads; the first one must be closed, since each keeps the results. */
export async function threadRows(ids: readonly number[], options: Options): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const threads of THREADS) {
    const {data, model} = options;
    const server = await startApi({data, model, threads});
    const on = `on ${threads} thread${threads === 1 ? "" : "s"}`;
    try {
      for (const [name, query] of [FORMS[0], FORMS[2]])
        rows.push(...(await rowsOf(server, `${name}, ${on}`, (i) => asking(ids, i, query), options)));
    } finally {
      await server.close();
    }
  }
  return rows;
}

const asking = (ids: readonly number[], i: number, query: string): Call => ({
  method: "GET",
  path: `/v1/clients/${ids[i % ids.length]}/explanation${query}`
});

async function rowsOf(
  server: ServerProcess,
  name: string,
  next: (i: number) => Call,
  {seconds}: Options
): Promise<BenchRow[]> {
  const {call, close} = createCaller(server.origin);
  await askFast(call, next, {callers: CALLERS, seconds: Math.min(1, seconds)});
  const cpu = server.cpu();
  const rate = await askFast(call, next, {callers: CALLERS, seconds});
  const eachMs = ((server.cpu() - cpu) * 1000) / (rate * seconds);
  close();
  return [
    compare(`GET explanation, ${name}`, "1/s", rate),
    compare(`GET explanation, ${name}, processor time each`, "ms", eachMs)
  ];
}

async function tagOf({origin}: ServerProcess, id: number): Promise<string> {
  const answer = await fetch(`${origin}/v1/clients/${id}/explanation`);
  await answer.arrayBuffer();
  return answer.headers.get("etag") ?? "";
}
