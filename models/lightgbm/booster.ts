import {ScorebookError} from "../../src/core/errors.ts";
import {
  type Capi,
  check,
  type Handle,
  loadCapi,
  type Matrix,
  matrixType,
  PREDICT,
  type PredictKind
} from "./capi.ts";
import type {Dataset} from "./dataset.ts";
import {type Params, paramsToString} from "./params.ts";

export interface PredictOptions {
  /** "normal" (transformed), "raw" (sum of leaves), "leaf" (indices) or "contrib" (SHAP, expected value last). */
  kind?: PredictKind;
  startIteration?: number;
  /** Iterations from the start; all when absent. */
  iterations?: number;
  params?: Params;
}

/** One row at a time through LightGBM's fastest path, into one buffer that each call overwrites. */
export interface SingleRowPredictor {
  /** As many values as one row's prediction has: per class, or per class and feature + 1 for "contrib". */
  readonly result: Float64Array;
  predict(row: Matrix): Float64Array;
  dispose(): void;
}

/** LightGBM's own booster. Dispose of it before the datasets that it trains on. */
export interface NativeBooster {
  readonly handle: Handle;
  readonly numFeatures: number;
  readonly numClasses: number;
  /** Grows one more iteration; true when LightGBM finds nothing more to split. */
  update(): boolean;
  /** Validation data is scored as the model grows; its bins must come from the training data. */
  addValidation(dataset: Dataset): void;
  /** The metrics of `params.metric`, in LightGBM's order, on training data (0) or the n-th validation data (n). */
  evaluate(data: number): Float64Array;
  currentIteration(): number;
  /** rows × (values per row), row by row. */
  predict(data: Matrix, rows: number, options?: PredictOptions): Float64Array;
  createSingleRow(options?: PredictOptions & {dtype?: "float32" | "float64"}): SingleRowPredictor;
  /** The text of model.txt; `iterations` keeps the first ones only. */
  saveToString(iterations?: number): string;
  dispose(): void;
}

/**
 * Creates a booster that trains on a dataset, with any of LightGBM's parameters.
 * @throws LIGHTGBM_FAILED with LightGBM's words, LIGHTGBM_MISSING when it is not built
 */
export function createBooster(train: Dataset, params: Params, capi: Capi = loadCapi()): NativeBooster {
  const out: [Handle] = [null];
  check(capi, "LGBM_BoosterCreate", capi.LGBM_BoosterCreate(train.handle, paramsToString(params), out));
  return wrap(capi, out[0]);
}

/**
 * Loads a booster from the text of a model.txt.
 * @throws LIGHTGBM_FAILED with LightGBM's words, LIGHTGBM_MISSING when it is not built
 */
export function loadBooster(modelText: string, capi: Capi = loadCapi()): NativeBooster {
  const out: [Handle] = [null];
  check(capi, "LGBM_BoosterLoadModelFromString", capi.LGBM_BoosterLoadModelFromString(modelText, [0], out));
  return wrap(capi, out[0]);
}

function wrap(capi: Capi, handle: Handle): NativeBooster {
  const number = (
    call: "LGBM_BoosterGetNumFeature" | "LGBM_BoosterGetNumClasses" | "LGBM_BoosterGetCurrentIteration"
  ) => {
    const out = [0];
    check(capi, call, capi[call](handle, out));
    return out[0]!;
  };
  const numFeatures = number("LGBM_BoosterGetNumFeature");
  const numClasses = number("LGBM_BoosterGetNumClasses");
  let alive = true;
  const resultLength = (
    rows: number,
    {kind = "normal", startIteration = 0, iterations = -1}: PredictOptions
  ) => {
    const out: [number | bigint] = [0];
    check(
      capi,
      "LGBM_BoosterCalcNumPredict",
      capi.LGBM_BoosterCalcNumPredict(handle, rows, PREDICT[kind], startIteration, iterations, out)
    );
    return Number(out[0]);
  };

  return {
    handle,
    numFeatures,
    numClasses,
    update() {
      const out = [0];
      check(capi, "LGBM_BoosterUpdateOneIter", capi.LGBM_BoosterUpdateOneIter(handle, out));
      return out[0] === 1;
    },
    addValidation(dataset) {
      check(capi, "LGBM_BoosterAddValidData", capi.LGBM_BoosterAddValidData(handle, dataset.handle));
    },
    evaluate(data) {
      const count = [0];
      check(capi, "LGBM_BoosterGetEvalCounts", capi.LGBM_BoosterGetEvalCounts(handle, count));
      const results = new Float64Array(count[0]!);
      check(capi, "LGBM_BoosterGetEval", capi.LGBM_BoosterGetEval(handle, data, count, results));
      return results;
    },
    currentIteration: () => number("LGBM_BoosterGetCurrentIteration"),
    predict(data, rows, options = {}) {
      if (data.length !== rows * numFeatures)
        throw new ScorebookError(
          "LIGHTGBM_FAILED",
          `predict was called with ${data.length} values, expected ${rows} rows × ${numFeatures} features.`
        );
      const {kind = "normal", startIteration = 0, iterations = -1, params = {}} = options;
      const results = new Float64Array(resultLength(rows, options));
      const called = capi.LGBM_BoosterPredictForMat(
        handle,
        data,
        matrixType(data),
        rows,
        numFeatures,
        1,
        PREDICT[kind],
        startIteration,
        iterations,
        paramsToString(params),
        [0],
        results
      );
      check(capi, "LGBM_BoosterPredictForMat", called);
      return results;
    },
    createSingleRow(options = {}) {
      const {kind = "normal", startIteration = 0, iterations = -1, params = {}, dtype = "float64"} = options;
      const out: [Handle] = [null];
      const called = capi.LGBM_BoosterPredictForMatSingleRowFastInit(
        handle,
        PREDICT[kind],
        startIteration,
        iterations,
        dtype === "float32" ? 0 : 1,
        numFeatures,
        paramsToString(params),
        out
      );
      check(capi, "LGBM_BoosterPredictForMatSingleRowFastInit", called);
      const config = out[0];
      const count = new BigInt64Array(1);
      const result = new Float64Array(resultLength(1, options));
      const type = dtype === "float32" ? Float32Array : Float64Array;
      let open = true;
      return {
        result,
        predict(row) {
          if (row.length !== numFeatures || !(row instanceof type))
            throw new ScorebookError(
              "LIGHTGBM_FAILED",
              `The single-row predictor was given ${row.length} values, expected ${numFeatures} as ${dtype}.`
            );
          const status = capi.LGBM_BoosterPredictForMatSingleRowFast(config, row, count, result);
          if (status !== 0) check(capi, "LGBM_BoosterPredictForMatSingleRowFast", status);
          return result;
        },
        dispose() {
          if (!open) return;
          open = false;
          capi.LGBM_FastConfigFree(config);
        }
      };
    },
    saveToString(iterations = -1) {
      let buffer = Buffer.alloc(1 << 20);
      for (;;) {
        const length: [number | bigint] = [0];
        check(
          capi,
          "LGBM_BoosterSaveModelToString",
          capi.LGBM_BoosterSaveModelToString(handle, 0, iterations, 0, buffer.length, length, buffer)
        );
        const needed = Number(length[0]);
        if (needed <= buffer.length) return buffer.toString("utf8", 0, needed - 1);
        buffer = Buffer.alloc(needed);
      }
    },
    dispose() {
      if (!alive) return;
      alive = false;
      capi.LGBM_BoosterFree(handle);
    }
  };
}
