import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {parseModel} from "../../src/core/booster/parse.ts";
import {type Iterations, predict, predictLeaves, predictRaw} from "../../src/core/booster/predict.ts";
import type {Booster} from "../../src/core/booster/types.ts";

export const PARITY = new URL("../../../shared/parity", import.meta.url).pathname;
export const GOLDEN = new URL("../golden/models", import.meta.url).pathname;

/** A model with rows and what LightGBM says about them. */
export interface Case {
  name: string;
  modelText: string;
  rows: Float64Array[];
  raw: Float64Array[];
  predictions: Float64Array[];
  leaves: Float64Array[];
  iterations: Iterations;
}

/** Lists the folders that hold a model.txt; none when the folder is absent. */
export function listCases(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "model.txt")))
    .sort();
}

const SPECIAL: Record<string, number> = {"": NaN, nan: NaN, inf: Infinity, "-inf": -Infinity};

/** Reads a table of numbers; an empty cell is NaN. */
export function readNumbers(path: string, headerLines: number): Float64Array[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n").slice(headerLines);
  return lines.map((line) => Float64Array.from(line.split(","), (cell) => SPECIAL[cell] ?? Number(cell)));
}

const KEYWORDS = new Set(["start_iteration", "num_iteration"]);

function readIterations(meta: Record<string, unknown>): Iterations {
  const keywords = (meta.predict_kw ?? {}) as Record<string, number>;
  for (const key of Object.keys(keywords))
    if (!KEYWORDS.has(key)) throw new Error(`predict_kw has the key ${key}, which these tests do not know`);
  return {
    startIteration: keywords.start_iteration ?? 0,
    numIteration: keywords.num_iteration ?? (meta.num_iteration as number | null) ?? 0
  };
}

export function readCase(folder: string, name: string): Case {
  const path = (file: string) => join(folder, name, file);
  return {
    name,
    modelText: readFileSync(path("model.txt"), "utf8"),
    rows: readNumbers(path("X.csv"), 1),
    raw: readNumbers(path("raw.csv"), 0),
    predictions: readNumbers(path("pred.csv"), 0),
    leaves: readNumbers(path("leaf.csv"), 0),
    iterations: readIterations(JSON.parse(readFileSync(path("meta.json"), "utf8")))
  };
}

export interface Difference {
  rows: number;
  /** Raw scores whose bits differ. */
  raw: number;
  leaves: number;
  /** Largest |ours − theirs| / |theirs| of the predictions. */
  relative: number;
}

const relativeError = (ours: number, theirs: number) =>
  Object.is(ours, theirs) || ours === theirs ? 0 : Math.abs(ours - theirs) / Math.abs(theirs);

/** Compares a booster with a case, row by row. */
export function compareCase(
  {rows, raw, predictions, leaves, iterations, modelText}: Case,
  booster: Booster = parseModel(modelText)
): Difference {
  const difference: Difference = {rows: rows.length, raw: 0, leaves: 0, relative: 0};
  if ([raw, predictions, leaves].some((table) => table.length !== rows.length)) throw new Error("torn case");
  rows.forEach((row, i) => {
    const ourRaw = predictRaw(booster, row, iterations);
    const ourLeaves = predictLeaves(booster, row, iterations);
    const ours = predict(booster, row, iterations);
    if (ourRaw.length !== raw[i]!.length || ourLeaves.length !== leaves[i]!.length) throw new Error("width");
    ourRaw.forEach((score, k) => {
      if (!Object.is(score, raw[i]![k])) difference.raw++;
    });
    ourLeaves.forEach((leaf, t) => {
      if (leaf !== leaves[i]![t]) difference.leaves++;
    });
    ours.forEach((value, k) => {
      const error = relativeError(value, predictions[i]![k]!);
      if (!(error <= difference.relative)) difference.relative = error;
    });
  });
  return difference;
}
