import {parseArgs} from "node:util";
import {createClientPlan} from "../../loaders/client/plan.ts";
import {openHistoryOf} from "../../loaders/history/read.ts";
import {type BenchResult, compare, describeMachine, quantile} from "../result.ts";

const HELP = `npm run bench -- client [options]

Measures one client's features from its raw rows in a warm process: the plan alone, and with reading the rows.

  --data DIR     the data set, with its history (default data/demo-set)
  --clients N    how many clients (default 1000)
  --json         print one JSON object
  --help         show this`;

/** Computes the whole plan for clients spread over the set, one after the other. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      clients: {type: "string", default: "1000"},
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
  const history = openHistoryOf(values.data);
  try {
    const started = performance.now();
    const plan = createClientPlan();
    const compiled = performance.now() - started;
    const ids = Array.from({length: n}, (_, i) => history.clients[(i * 245_489) % history.clients.length]!);
    for (const id of ids.slice(0, 200)) plan(history.rows(id));
    const read: number[] = [];
    const computed: number[] = [];
    for (const id of ids) {
      const start = performance.now();
      const rows = history.rows(id);
      const between = performance.now();
      plan(rows);
      computed.push(performance.now() - between);
      read.push(performance.now() - start);
    }
    const rows = [0.5, 0.95, 0.99].flatMap((q) => [
      compare(`features from raw rows, p${q * 100}`, "ms", quantile(computed, q)),
      compare(`the same with reading the rows, p${q * 100}`, "ms", quantile(read, q))
    ]);
    return {
      bench: "client",
      machine: describeMachine(),
      rows: [compare("compile the plan, once", "ms", compiled), ...rows]
    };
  } finally {
    history.close();
  }
}
