import {parseArgs} from "node:util";
import {openFeatureStore} from "../../loaders/store.ts";
import {scoreOutOfFold} from "../../models/training/folds/outOfFold.ts";
import {selectTrainingData, type TrainingData} from "../../models/training/inputs/trainingData.ts";
import {CANDIDATES} from "../../models/training/params.ts";
import {createRandom, shuffle} from "../../models/training/random.ts";
import {auc} from "../../src/core/metrics/auc.ts";
import {type BenchResult, describeMachine} from "../result.ts";

const HELP = `npm run bench -- params --data DIR [options]

Compares the candidates for training's default parameters: AUC out of fold, each repetition with other clients drawn
from the data set (as far as it has them) and another seed, the same for all candidates.

  --data DIR       a data set whose features are computed (default data/demo-set)
  --clients LIST   numbers of labelled clients, such as 2500,5000 (default: all that there are)
  --repeats N      repetitions of each (default 4)
  --threads N      of LightGBM (default 2)`;

const FOLDS = 5;

type Candidate = keyof typeof CANDIDATES;
const NAMES = Object.keys(CANDIDATES) as Candidate[];
type Measured = Record<Candidate, {auc: number; rounds: number}>;

/** Measures every candidate; the peer of each is the first. */
export async function run({args}: {args: string[]}): Promise<BenchResult | undefined> {
  const {values} = parseArgs({
    args,
    options: {
      data: {type: "string", default: "data/demo-set"},
      clients: {type: "string"},
      repeats: {type: "string", default: "4"},
      threads: {type: "string", default: "2"},
      help: {type: "boolean"}
    }
  });
  if (values.help) return void console.log(HELP);
  const store = openFeatureStore(values.data);
  const all = selectTrainingData(store);
  store.close();
  const whole = (text: string, option: string, most: number): number => {
    if (/^[1-9]\d*$/.test(text) && Number(text) <= most) return Number(text);
    throw new Error(`${option} has "${text}"; whole numbers from 1 to ${most} were expected.`);
  };
  const sizes = values.clients?.split(",").map((size) => whole(size, "--clients", all.clients)) ?? [
    all.clients
  ];
  const threads = whole(values.threads, "--threads", 64);
  const repeats = whole(values.repeats, "--repeats", 1000);
  const measured = sizes.map((size) => ({
    size,
    runs: Array.from({length: repeats}, (_, i) => {
      const data = drawClients(all, size, i);
      const run = Object.fromEntries(NAMES.map((name) => [name, measure(data, name, 100 + i, threads)]));
      console.error(`${size} clients, seed ${100 + i}: ${JSON.stringify(run)}`);
      return run as Measured;
    })
  }));
  const [first, ...others] = NAMES as [Candidate, ...Candidate[]];
  const meanAuc = (runs: Measured[], name: Candidate) => mean(runs.map((run) => run[name].auc));
  return {
    bench: "params",
    machine: describeMachine(),
    rows: measured.flatMap(({size, runs}) =>
      others.map((name) => ({
        name: `${size} labelled clients: ${name}`,
        unit: "AUC",
        ours: meanAuc(runs, name),
        peer: meanAuc(runs, first),
        peerName: first,
        ratio: meanAuc(runs, name) / meanAuc(runs, first),
        maxDifference: null
      }))
    ),
    notes: measured.flatMap(({size, runs}) =>
      others.map((name) => {
        const gains = runs.map((run) => run[name].auc - run[first].auc);
        const rounds = (of: Candidate) => Math.round(mean(runs.map((run) => run[of].rounds)));
        return `${size} clients: ${name} − ${first} ${mean(gains).toFixed(4)} (SE ${standardError(gains).toFixed(4)}, ${gains.length} repetitions); iterations ${rounds(name)} and ${rounds(first)}`;
      })
    )
  };
}

function measure(data: TrainingData, name: Candidate, seed: number, threads: number): Measured[Candidate] {
  const {params, maxRounds, patience} = CANDIDATES[name];
  const options = {params: {...params, num_threads: threads}, seed, folds: FOLDS, maxRounds, patience};
  const {rawScore, rounds} = scoreOutOfFold(data, options);
  return {auc: auc(data.target, rawScore), rounds};
}

/** Draws clients without putting back, in row order. Draws follow each other in one shuffled row, so few repeat. */
function drawClients(data: TrainingData, size: number, repetition: number): TrainingData {
  const order = shuffle(
    Array.from({length: data.clients}, (_, i) => i),
    createRandom(1)
  );
  const chosen = Array.from({length: size}, (_, i) => order[(repetition * size + i) % data.clients]!);
  const rows = Uint32Array.from(new Set(chosen)).sort();
  const width = data.features.length;
  const matrix = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    matrix.set(data.matrix.subarray(row * width, (row + 1) * width), i * width);
  });
  return {
    ...data,
    clients: rows.length,
    matrix,
    target: Uint8Array.from(rows, (row) => data.target[row]!),
    ids: Int32Array.from(rows, (row) => data.ids[row]!)
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance / values.length);
}
