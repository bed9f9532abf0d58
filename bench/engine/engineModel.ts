import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {createBooster} from "../../models/lightgbm/booster.ts";
import {createDataset} from "../../models/lightgbm/dataset.ts";

const FOLDER = fileURLToPath(new URL("../../node_modules/.cache/scorebook/", import.meta.url));

export interface Shape {
  trees: number;
  leaves: number;
  features: number;
}

/** Gives uniform numbers in [0, 1) from a seed (Marsaglia's xorshift32). */
export function createRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * Makes rows like a credit table's, row-major: features of unequal worth, one in ten values missing, every
 * twentieth feature a category of 12.
 */
export function makeRows(rows: number, features: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({length: rows * features}, (_, i) => {
    if ((i % features) % 20 === 19) return Math.floor(12 * random() ** 2);
    const normal = random() + random() + random() + random() - 2;
    return random() < 0.1 ? Number.NaN : normal;
  });
}

/** Reads the benchmark's binary model, or trains it first with LightGBM. @throws LIGHTGBM_MISSING */
export function readEngineModel({trees, leaves, features}: Shape): string {
  const path = join(FOLDER, `engine-${trees}x${leaves}x${features}.txt`);
  if (existsSync(path)) return readFileSync(path, "utf8");
  const rows = 20_000;
  const data = makeRows(rows, features, 1);
  const random = createRandom(2);
  const label = Float32Array.from({length: rows}, (_, r) => {
    let logOdds = -6.5;
    for (let f = 0; f < features; f++) {
      const value = data[r * features + f]!;
      logOdds += (Number.isNaN(value) ? 0.3 : f % 3 ? value : Math.abs(value)) / (1 + f / 10);
    }
    return random() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
  });
  const categorical = Array.from({length: Math.floor(features / 20)}, (_, i) => 20 * i + 19);
  const params = {
    objective: "binary",
    num_leaves: leaves,
    learning_rate: 0.05,
    feature_fraction: 0.3,
    min_data_in_leaf: 20,
    num_threads: 2,
    seed: 1,
    deterministic: true
  };
  const dataset = createDataset({data, rows, columns: features, label, categorical, params});
  const booster = createBooster(dataset, params);
  for (let i = 0; i < trees; i++) booster.update();
  const text = booster.saveToString();
  booster.dispose();
  dataset.dispose();
  mkdirSync(FOLDER, {recursive: true});
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
  return text;
}
