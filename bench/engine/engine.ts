import {parseArgs} from "node:util";
import {loadBooster} from "../../models/lightgbm/booster.ts";
import {parseModel} from "../../src/core/booster/parse.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {createExplainer} from "../../src/core/shap/explainer.ts";
import {createInteractions} from "../../src/core/shap/interactions.ts";
import {createWhatIf} from "../../src/core/shap/whatIf.ts";
import {type BenchResult, type BenchRow, compare, describeMachine, quantile} from "../result.ts";
import {measureBatch} from "./engineBatch.ts";
import {BUNDLE_LIMIT, CREDIT, measureBundle} from "./engineBundle.ts";
import {createRandom, makeRows, readEngineModel, type Shape} from "./engineModel.ts";

const HELP = `npm run bench -- engine [options]

Compares the engine with LightGBM's C API on one model: score, SHAP values, interactions, batch, what-if.
Ours and the peer take turns of 25 rows each, none of them seen while warming up.

  --rows N         rows per measurement (default 1000)
  --trees N        trees of the model (default 500)
  --leaves N       leaves per tree (default 31)
  --features N     features (default 200)
  --json           print one JSON object
  --help           show this`;

const NATIVE = "LightGBM C API";
const WARM_CHANGES = 5000;

/** Microseconds of each call, and of processor time over all of them. */
interface Times {
  calls: number[];
  cpu: number;
}

interface Timed {
  ours: Times;
  peer: Times;
  maxDifference: number;
}

/** Rows that one side takes before the other has its turn: long enough that each works from warm caches. */
const TURN = 25;

/** Calls both in turns on the same rows and keeps the microseconds of each call after the first `warm` rows. */
function alternate(
  rows: readonly Float64Array[],
  warm: number,
  ours: (row: Float64Array) => Float64Array,
  peer: (row: Float64Array) => Float64Array
): Timed {
  const times: Timed = {ours: {calls: [], cpu: 0}, peer: {calls: [], cpu: 0}, maxDifference: 0};
  const take = (call: typeof ours, into: Times, from: number) => {
    const before = process.cpuUsage();
    const answers = rows.slice(from, from + TURN).map((row) => {
      const start = performance.now();
      const answer = call(row);
      const time = (performance.now() - start) * 1e3;
      if (from >= warm) into.calls.push(time);
      return answer.slice();
    });
    const {user, system} = process.cpuUsage(before);
    if (from >= warm) into.cpu += user + system;
    return answers;
  };
  for (let from = 0; from < rows.length; from += TURN) {
    const own = take(ours, times.ours, from);
    for (const [r, theirs] of take(peer, times.peer, from).entries())
      for (const [i, value] of own[r]!.entries())
        times.maxDifference = Math.max(times.maxDifference, Math.abs(value - theirs[i]!));
  }
  return times;
}

function rowsOf(name: string, {ours, peer, maxDifference}: Timed, peerName: string): BenchRow[] {
  const row = (what: string, measure: (times: Times) => number) =>
    compare(`${name}, ${what}`, "µs", measure(ours), {name: peerName, value: measure(peer), maxDifference});
  return [
    row("p50", ({calls}) => quantile(calls, 0.5)),
    row("p95", ({calls}) => quantile(calls, 0.95)),
    row("processor time", ({cpu, calls}) => cpu / calls.length)
  ];
}

/** Compares everything that the engine does. @throws LIGHTGBM_MISSING, USAGE */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      rows: {type: "string", default: "1000"},
      trees: {type: "string", default: "500"},
      leaves: {type: "string", default: "31"},
      features: {type: "string", default: "200"},
      help: {type: "boolean", short: "h"}
    }
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const whole = (key: "rows" | "trees" | "leaves" | "features", least: number) => {
    const value = Number(values[key]);
    if (Number.isInteger(value) && value >= least) return value;
    throw new Error(`--${key} is ${values[key]}; a whole number from ${least} was expected.`);
  };
  const shape: Shape = {
    trees: whole("trees", 1),
    leaves: whole("leaves", 2),
    features: whole("features", 20)
  };
  return measure(shape, whole("rows", 20));
}

async function measure(shape: Shape, count: number): Promise<BenchResult> {
  const {features} = shape;
  const text = readEngineModel(shape);
  const heapBefore = process.memoryUsage();
  const booster = parseModel(text);
  const simd = createExplainer(booster);
  const heapAfter = process.memoryUsage();
  const plain = createExplainer(booster, {kernel: "plain"});
  const scorer = createScorer(booster);
  const native = loadBooster(text);
  const nativeScore = native.createSingleRow({kind: "raw", params: {num_threads: 1}});
  const nativeShap = native.createSingleRow({kind: "contrib", params: {num_threads: 1}});
  const warm = 200;
  const table = makeRows(warm + count, features, 3);
  const rows = Array.from({length: warm + count}, (_, r) => table.slice(r * features, (r + 1) * features));
  const out = new Float64Array(features);
  const score = new Float64Array(1);
  const result: BenchRow[] = [];

  const scores = alternate(
    rows,
    warm,
    (row) => score.fill(scorer(row)),
    (row) => nativeScore.predict(row)
  );
  result.push(...rowsOf("raw score of one row", scores, `${NATIVE}, SingleRowFast`));
  for (const explainer of [simd, plain]) {
    const times = alternate(
      rows,
      warm,
      (row) => explainer.explain(row, out),
      (row) => nativeShap.predict(row)
    );
    const name = `SHAP values of one row, ${explainer.parts.kernel.name} kernel`;
    result.push(...rowsOf(name, times, `${NATIVE}, SingleRowFast`));
  }
  result.push(...measureWhatIf(simd, scorer, rows.slice(0, warm + Math.min(count, 500)), warm));
  result.push(...measureInteractions(simd, rows.slice(0, 60)));
  result.push(...(await measureBatch(text, table, features, NATIVE)));
  nativeScore.dispose();
  nativeShap.dispose();
  native.dispose();

  const held = ["heapUsed", "external", "arrayBuffers"] as const;
  const bytes = held.slice(0, 2).reduce((sum, key) => sum + heapAfter[key] - heapBefore[key], 0);
  result.push(compare("memory of the model in the kernel", "MB", simd.byteLength / 1e6));
  result.push(compare("memory of model and explainer, heap and buffers", "MB", bytes / 1e6));
  const engine = await measureBundle();
  const withCredit = await measureBundle(CREDIT);
  const limit = {name: "limit", value: BUNDLE_LIMIT};
  result.push(compare("browser bundle, booster and shap, gzipped", "bytes", engine.gzipped, limit));
  result.push(compare("browser bundle, with credit, gzipped", "bytes", withCredit.gzipped, limit));
  return {
    bench: "engine",
    machine: describeMachine(),
    rows: result,
    notes: [
      `Model: binary, ${shape.trees} trees × ${shape.leaves} leaves × ${features} features, ${(text.length / 1e6).toFixed(1)} MB of text.`
    ]
  };
}

/** Changes one feature of a row, beside scoring and explaining the changed row afresh. */
function measureWhatIf(
  explainer: ReturnType<typeof createExplainer>,
  scorer: ReturnType<typeof createScorer>,
  rows: readonly Float64Array[],
  warm: number
): BenchRow[] {
  const random = createRandom(5);
  const out = new Float64Array(explainer.numFeatures + 1);
  const whatIf = createWhatIf(explainer, rows[0]!);
  // A change is so short that it takes thousands until the compiler has seen enough.
  for (let i = 0; i < WARM_CHANGES; i++)
    whatIf.change([
      {feature: i % explainer.numFeatures, value: rows[i % rows.length]![i % explainer.numFeatures]!}
    ]);
  let trees = 0;
  const changed: Float64Array[] = [];
  const times = alternate(
    rows,
    warm,
    (row) => {
      const feature = Math.floor(random() * explainer.numFeatures);
      const {rawScores, values} = whatIf.change([{feature, value: row[feature]!}]);
      trees += whatIf.treesEvaluated;
      out.set(values);
      out[explainer.numFeatures] = rawScores[0]!;
      changed.push(whatIf.row.slice());
      return out;
    },
    () => {
      const row = changed.shift()!;
      out.set(explainer.explain(row));
      out[explainer.numFeatures] = scorer(row);
      return out;
    }
  );
  const name = `what-if, one feature changed (${Math.round(trees / rows.length)} trees touched on average)`;
  return rowsOf(name, times, "ours afresh: score and SHAP values");
}

function measureInteractions(
  explainer: ReturnType<typeof createExplainer>,
  rows: readonly Float64Array[]
): BenchRow[] {
  const {interactions} = createInteractions(explainer);
  const n = explainer.numFeatures;
  const out = new Float64Array(n * n);
  const times: number[] = [];
  let maxDifference = 0;
  for (const [index, row] of rows.entries()) {
    const start = performance.now();
    interactions(row, out);
    if (index >= 20) times.push((performance.now() - start) * 1e3);
    const values = explainer.explain(row);
    for (let i = 0; i < n; i++) {
      const sum = out.subarray(i * n, (i + 1) * n).reduce((total, value) => total + value, 0);
      maxDifference = Math.max(maxDifference, Math.abs(sum - values[i]!));
    }
  }
  return [0.5, 0.95].map((q) => ({
    ...compare(`all ${n}² SHAP interaction values of one row, p${q * 100}`, "µs", quantile(times, q)),
    peerName: "none (row sums against SHAP values)",
    maxDifference
  }));
}
