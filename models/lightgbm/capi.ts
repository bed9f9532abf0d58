import koffi from "koffi";
import {ScorebookError} from "../../src/core/errors.ts";
import {requireLibrary} from "./library.ts";

/** An opaque pointer that LightGBM hands out. */
export type Handle = unknown;
export type Matrix = Float32Array | Float64Array;

/** LightGBM's codes; source: include/LightGBM/c_api.h. */
export const DTYPE = {float32: 0, float64: 1, int32: 2, int64: 3} as const;
export const PREDICT = {normal: 0, raw: 1, leaf: 2, contrib: 3} as const;
export type PredictKind = keyof typeof PREDICT;

const PROTOTYPES = {
  LGBM_DatasetCreateFromMat:
    "int LGBM_DatasetCreateFromMat(const void *data, int dtype, int32_t rows, int32_t columns, int rowMajor, const char *params, void *reference, _Out_ void **out)",
  LGBM_DatasetSetField:
    "int LGBM_DatasetSetField(void *handle, const char *name, const void *data, int count, int dtype)",
  LGBM_DatasetSetFeatureNames: "int LGBM_DatasetSetFeatureNames(void *handle, const char **names, int count)",
  LGBM_DatasetGetSubset:
    "int LGBM_DatasetGetSubset(void *handle, const int32_t *rows, int32_t count, const char *params, _Out_ void **out)",
  LGBM_DatasetFree: "int LGBM_DatasetFree(void *handle)",
  LGBM_BoosterCreate: "int LGBM_BoosterCreate(void *train, const char *params, _Out_ void **out)",
  LGBM_BoosterLoadModelFromString:
    "int LGBM_BoosterLoadModelFromString(const char *model, _Out_ int *iterations, _Out_ void **out)",
  LGBM_BoosterFree: "int LGBM_BoosterFree(void *handle)",
  LGBM_BoosterAddValidData: "int LGBM_BoosterAddValidData(void *handle, void *dataset)",
  LGBM_BoosterUpdateOneIter: "int LGBM_BoosterUpdateOneIter(void *handle, _Out_ int *finished)",
  LGBM_BoosterGetCurrentIteration: "int LGBM_BoosterGetCurrentIteration(void *handle, _Out_ int *out)",
  LGBM_BoosterGetNumFeature: "int LGBM_BoosterGetNumFeature(void *handle, _Out_ int *out)",
  LGBM_BoosterGetNumClasses: "int LGBM_BoosterGetNumClasses(void *handle, _Out_ int *out)",
  LGBM_BoosterGetEvalCounts: "int LGBM_BoosterGetEvalCounts(void *handle, _Out_ int *out)",
  LGBM_BoosterGetEval: "int LGBM_BoosterGetEval(void *handle, int data, _Out_ int *count, void *results)",
  LGBM_BoosterCalcNumPredict:
    "int LGBM_BoosterCalcNumPredict(void *handle, int rows, int kind, int start, int iterations, _Out_ int64_t *out)",
  LGBM_BoosterPredictForMat:
    "int LGBM_BoosterPredictForMat(void *handle, const void *data, int dtype, int32_t rows, int32_t columns, int rowMajor, int kind, int start, int iterations, const char *params, _Out_ int64_t *count, void *results)",
  LGBM_BoosterPredictForMatSingleRowFastInit:
    "int LGBM_BoosterPredictForMatSingleRowFastInit(void *handle, int kind, int start, int iterations, int dtype, int32_t columns, const char *params, _Out_ void **out)",
  LGBM_BoosterPredictForMatSingleRowFast:
    "int LGBM_BoosterPredictForMatSingleRowFast(void *config, const void *row, void *count, void *results)",
  LGBM_FastConfigFree: "int LGBM_FastConfigFree(void *config)",
  LGBM_BoosterSaveModelToString:
    "int LGBM_BoosterSaveModelToString(void *handle, int start, int iterations, int importance, int64_t capacity, _Out_ int64_t *length, void *out)",
  LGBM_GetSampleCount: "int LGBM_GetSampleCount(int32_t rows, const char *params, _Out_ int *out)",
  LGBM_NetworkInit:
    "int LGBM_NetworkInit(const char *machines, int listenPort, int timeOutMinutes, int machineCount)",
  LGBM_NetworkFree: "int LGBM_NetworkFree()"
} as const;

type Call = (...args: unknown[]) => number;
export type Capi = Record<keyof typeof PROTOTYPES, Call> & {lastError: () => string; path: string};

let loaded: Capi | undefined;

/**
 * Loads the C API once per process. The calls return 0 or −1; `check` turns −1 into an error.
 * @throws LIGHTGBM_MISSING when the library is not built, LIGHTGBM_FAILED when the file is not LightGBM
 */
export function loadCapi(path: string = requireLibrary()): Capi {
  if (loaded?.path === path) return loaded;
  try {
    // Threads that spin while they wait make a shared machine many times slower; read once, when OpenMP loads.
    process.env.OMP_WAIT_POLICY ??= "passive";
    // The addon leaves OpenMP to the program that loads it; LightGBM's own shared library brings its own.
    if (process.platform === "linux") koffi.load("libgomp.so.1", {global: true});
    const library = koffi.load(path);
    const calls = Object.fromEntries(
      Object.entries(PROTOTYPES).map(([name, prototype]) => [name, library.func(prototype) as Call])
    ) as Record<keyof typeof PROTOTYPES, Call>;
    const lastError = library.func("const char *LGBM_GetLastError()") as () => string;
    loaded = {...calls, lastError, path};
    return loaded;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ScorebookError("LIGHTGBM_FAILED", `The file ${path} cannot be loaded as LightGBM: ${reason}.`);
  }
}

/**
 * Passes a call's result on when it is 0.
 * @throws LIGHTGBM_FAILED with LightGBM's own words
 */
export function check(capi: Capi, call: keyof typeof PROTOTYPES, result: number): void {
  if (result === 0) return;
  throw new ScorebookError("LIGHTGBM_FAILED", `${call} failed: ${capi.lastError().trim()}`);
}

export function matrixType(data: Matrix): number {
  return data instanceof Float32Array ? DTYPE.float32 : DTYPE.float64;
}
