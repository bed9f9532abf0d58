import koffi from "koffi";
import {createBooster, loadBooster, type NativeBooster} from "../../models/lightgbm/booster.ts";
import {check, DTYPE, loadCapi} from "../../models/lightgbm/capi.ts";
import {createDataset} from "../../models/lightgbm/dataset.ts";
import {findLibrary as findNative} from "../../models/lightgbm/library.ts";
import type {Params} from "../../models/lightgbm/params.ts";

/** Where the library is, or why it cannot be used. */
export function findLibrary(): {path: string} | {reason: string} {
  const path = findNative();
  return path === undefined ? {reason: "LightGBM is not built (native/ has no library)"} : {path};
}

export type Kind = "prediction" | "raw" | "leaf" | "contribution";
const KINDS = {prediction: "normal", raw: "raw", leaf: "leaf", contribution: "contrib"} as const;
const QUIET = {verbosity: -1, num_threads: 1};

export interface Training {
  /** Row-major, rows × columns; NaN = missing. */
  data: Float64Array;
  rows: number;
  columns: number;
  labels: Float32Array;
  /** Rows per query, for ranking. */
  groups?: Int32Array;
  /** LightGBM's parameters, "key=value key=value". */
  parameters: string;
  iterations: number;
}

const readParameters = (text: string): Params =>
  Object.fromEntries(text.split(" ").flatMap((pair) => (pair === "" ? [] : [pair.split("=")])));

/** Opens LightGBM as the judge of these tests. Every call throws what LightGBM says. */
export function openLibrary(path: string) {
  const capi = loadCapi(path);
  const updateCustom = koffi
    .load(path)
    .func(
      "int LGBM_BoosterUpdateOneIterCustom(void *b, float *gradients, float *hessians, _Out_ int *finished)"
    );

  /** Grows one iteration that pulls every score towards its label by a constant gradient. */
  function growTowards(labels: Float32Array, booster: NativeBooster): boolean {
    const finished = [0];
    const gradients = labels.map((label) => -label);
    const hessians = labels.map(() => 1);
    if (updateCustom(booster.handle, gradients, hessians, finished) !== 0) throw new Error(capi.lastError());
    return finished[0] === 1;
  }

  /** Trains and returns model.txt; stops early when no further split is possible. */
  function train({data, rows, columns, labels, groups, parameters, iterations}: Training): string {
    const params: Params = {...readParameters(parameters), ...QUIET, deterministic: true};
    const dataset = createDataset({data, rows, columns, label: labels, params}, capi);
    if (groups) {
      const called = capi.LGBM_DatasetSetField(dataset.handle, "group", groups, groups.length, DTYPE.int32);
      check(capi, "LGBM_DatasetSetField", called);
    }
    const booster = createBooster(dataset, params, capi);
    const isCustom = params.objective === "custom";
    for (let i = 0, finished = false; i < iterations && !finished; i++)
      finished = isCustom ? growTowards(labels, booster) : booster.update();
    const text = booster.saveToString();
    booster.dispose();
    dataset.dispose();
    return text;
  }

  /** Predicts with a model read from its text: rows × width values. @throws what LightGBM says of the text. */
  function predict(
    text: string,
    data: Float64Array,
    rows: number,
    kind: Kind,
    {startIteration = 0, numIteration = -1} = {}
  ): {values: Float64Array; width: number} {
    const booster = loadBooster(text, capi);
    const options = {kind: KINDS[kind], startIteration, iterations: numIteration, params: QUIET};
    const values = booster.predict(data, rows, options);
    booster.dispose();
    return {values, width: values.length / rows};
  }

  return {train, predict};
}

export type Judge = ReturnType<typeof openLibrary>;
