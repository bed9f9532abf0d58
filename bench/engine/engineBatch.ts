import {availableParallelism} from "node:os";
import {createBatchExplainer} from "../../models/explainBatch.ts";
import {loadBooster} from "../../models/lightgbm/booster.ts";
import {type BenchRow, compare} from "../result.ts";

/** Milliseconds on the clock and of all processors. */
interface Cost {
  wall: number;
  cpu: number;
}

async function cost(work: () => unknown): Promise<Cost> {
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const {user, system} = process.cpuUsage(before);
  return {wall, cpu: (user + system) / 1e3};
}

/** The table, as often as it takes for threads to be worth their start. */
const REPEATS = 5;
const ROUNDS = 3;

/** Explains a table on one thread and on as many as there are cores; per row, best of a few rounds of ours. */
export async function measureBatch(
  text: string,
  table: Float64Array,
  features: number,
  nativeName: string
): Promise<BenchRow[]> {
  const count = table.length / features;
  const many = new Float64Array(REPEATS * table.length);
  for (let i = 0; i < REPEATS; i++) many.set(table, i * table.length);
  const native = loadBooster(text);
  const result: BenchRow[] = [];
  const cores = Math.max(2, availableParallelism());
  const ours: Cost[] = [];
  for (const threads of [1, cores]) {
    const batch = createBatchExplainer(text, threads);
    let values: Float64Array = await batch.explain(many);
    const rounds: Cost[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push(
        await cost(async () => {
          values = await batch.explain(many);
        })
      );
    await batch.close();
    let theirs: Float64Array = new Float64Array();
    const peer = await cost(() => {
      theirs = native.predict(table, count, {kind: "contrib", params: {num_threads: threads}});
    });
    let maxDifference = 0;
    for (let r = 0; r < count; r++)
      for (let f = 0; f < features; f++) {
        const difference = Math.abs(values[r * features + f]! - theirs[r * (features + 1) + f]!);
        maxDifference = Math.max(maxDifference, difference);
      }
    const own = {
      wall: Math.min(...rounds.map(({wall}) => wall)) / REPEATS,
      cpu: Math.min(...rounds.map(({cpu}) => cpu)) / REPEATS
    };
    ours.push(own);
    const name = `SHAP values of ${count} rows, ${threads} thread${threads > 1 ? "s" : ""}`;
    const peerName = `${nativeName}, PredictForMat`;
    result.push(
      compare(name, "ms", own.wall, {name: peerName, value: peer.wall, maxDifference}),
      compare(`${name}, processor time`, "ms", own.cpu, {name: peerName, value: peer.cpu, maxDifference})
    );
  }
  native.dispose();
  const [one, all] = ours as [Cost, Cost];
  const peer = {name: "ours, 1 thread"};
  result.push(
    compare(`the same, ${cores} threads beside one`, "ms", all.wall, {...peer, value: one.wall}),
    compare(`the same, ${cores} threads beside one, processor time`, "ms", all.cpu, {...peer, value: one.cpu})
  );
  return result;
}
