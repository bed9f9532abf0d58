import {existsSync} from "node:fs";
import koffi from "koffi";

const BUILT = new URL(
  "../../native/node_modules/lightgbm/build/Release/lightgbm_bindings.node",
  import.meta.url
).pathname;

/** Where the library is, or why it cannot be used. */
export function findLibrary(): {path: string} | {reason: string} {
  const path = process.env.LIGHTGBM_LIB ?? BUILT;
  if (existsSync(path)) return {path};
  return {
    reason: `LightGBM is not built (${process.env.LIGHTGBM_LIB ? "LIGHTGBM_LIB" : "native/"} has no library)`
  };
}

export type Kind = "prediction" | "raw" | "leaf" | "contribution";
const KINDS: Record<Kind, number> = {prediction: 0, raw: 1, leaf: 2, contribution: 3};
const FLOAT32 = 0;
const FLOAT64 = 1;

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

/** Loads LightGBM's C API, as the judge of these tests. Every call throws what LightGBM says. */
export function openLibrary(path: string) {
  koffi.load("libgomp.so.1", {global: true});
  const library = koffi.load(path);
  const lastError = library.func("const char *LGBM_GetLastError()");
  const call = (signature: string) => {
    const native = library.func(signature);
    return (...values: unknown[]) => {
      if (native(...values) !== 0) throw new Error(lastError());
    };
  };
  const datasetCreate = call(
    "int LGBM_DatasetCreateFromMat(double *d, int t, int r, int c, int rowMajor, const char *p, void *ref, _Out_ void **out)"
  );
  const setFloats = call("int LGBM_DatasetSetField(void *d, const char *n, float *v, int count, int t)");
  const setInts = call("int LGBM_DatasetSetField(void *d, const char *n, int *v, int count, int t)");
  const datasetFree = call("int LGBM_DatasetFree(void *d)");
  const create = call("int LGBM_BoosterCreate(void *d, const char *p, _Out_ void **out)");
  const update = call("int LGBM_BoosterUpdateOneIter(void *b, _Out_ int *finished)");
  const updateCustom = call(
    "int LGBM_BoosterUpdateOneIterCustom(void *b, float *gradients, float *hessians, _Out_ int *finished)"
  );
  const load = call("int LGBM_BoosterLoadModelFromString(const char *s, _Out_ int *n, _Out_ void **out)");
  const save = call(
    "int LGBM_BoosterSaveModelToString(void *b, int start, int n, int importance, int64 length, _Out_ int64 *needed, _Out_ char *out)"
  );
  const predictFor = call(
    "int LGBM_BoosterPredictForMat(void *b, double *d, int t, int r, int c, int rowMajor, int kind, int start, int n, const char *p, _Out_ int64 *length, _Out_ double *out)"
  );
  const calcNumPredict = call(
    "int LGBM_BoosterCalcNumPredict(void *b, int rows, int kind, int start, int n, _Out_ int64 *length)"
  );
  const free = call("int LGBM_BoosterFree(void *b)");
  const handle = (f: (out: unknown[]) => void) => {
    const out: unknown[] = [null];
    f(out);
    return out[0];
  };

  const modelText = (booster: unknown) => {
    const needed = [0];
    save(booster, 0, -1, 0, 0, needed, Buffer.alloc(1));
    const buffer = Buffer.alloc(needed[0]!);
    save(booster, 0, -1, 0, needed[0]!, needed, buffer);
    return buffer.toString("utf8", 0, needed[0]! - 1);
  };

  /** Trains and returns model.txt; stops early when no further split is possible. A custom objective pulls every score towards the label by a constant gradient. */
  function train({data, rows, columns, labels, groups, parameters, iterations}: Training): string {
    const quiet = `${parameters} verbosity=-1 num_threads=1 deterministic=true`;
    const dataset = handle((out) => datasetCreate(data, FLOAT64, rows, columns, 1, quiet, null, out));
    setFloats(dataset, "label", labels, rows, FLOAT32);
    if (groups) setInts(dataset, "group", groups, groups.length, 2);
    const booster = handle((out) => create(dataset, quiet, out));
    const finished = [0];
    const gradients = labels.map((label) => -label);
    const hessians = labels.map(() => 1);
    for (let i = 0; i < iterations && finished[0] === 0; i++)
      if (parameters.includes("objective=custom")) updateCustom(booster, gradients, hessians, finished);
      else update(booster, finished);
    const text = modelText(booster);
    free(booster);
    datasetFree(dataset);
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
    const booster = handle((out) => load(text, [0], out));
    const length = [0];
    calcNumPredict(booster, rows, KINDS[kind], startIteration, numIteration, length);
    const values = new Float64Array(length[0]!);
    const columns = data.length / rows;
    predictFor(
      booster,
      data,
      FLOAT64,
      rows,
      columns,
      1,
      KINDS[kind],
      startIteration,
      numIteration,
      "num_threads=1 verbosity=-1",
      length,
      values
    );
    free(booster);
    return {values, width: length[0]! / rows};
  }

  return {train, predict};
}

export type Judge = ReturnType<typeof openLibrary>;
