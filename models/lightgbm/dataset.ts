import {ScorebookError} from "../../src/core/errors.ts";
import {type Capi, check, DTYPE, type Handle, loadCapi, type Matrix, matrixType} from "./capi.ts";
import {type Params, paramsToString} from "./params.ts";

export interface DatasetOptions {
  /** rows × columns values, row-major; NaN = missing. LightGBM bins a copy, so it may be changed afterwards. */
  data: Matrix;
  rows: number;
  columns: number;
  label?: Float32Array;
  weight?: Float32Array;
  featureNames?: readonly string[];
  /** Column numbers of the category features; their values are codes ≥ 0. */
  categorical?: readonly number[];
  params?: Params;
  /** A dataset whose bins are taken over; needed for validation data. */
  reference?: Dataset;
}

/** Rows that LightGBM has binned. It must outlive the boosters that train on it. */
export interface Dataset {
  readonly handle: Handle;
  readonly rows: number;
  readonly columns: number;
  dispose(): void;
}

function checkLengths({data, rows, columns, label, weight, featureNames}: DatasetOptions): void {
  const wrong =
    data.length !== rows * columns
      ? `data has ${data.length} values, expected ${rows} × ${columns}`
      : label && label.length !== rows
        ? `label has ${label.length} values, expected ${rows}`
        : weight && weight.length !== rows
          ? `weight has ${weight.length} values, expected ${rows}`
          : featureNames && featureNames.length !== columns
            ? `featureNames has ${featureNames.length} names, expected ${columns}`
            : undefined;
  if (wrong) throw new ScorebookError("LIGHTGBM_FAILED", `createDataset was called wrongly: ${wrong}.`);
}

/**
 * Creates a dataset from a matrix.
 * @throws LIGHTGBM_FAILED when lengths disagree or LightGBM refuses, LIGHTGBM_MISSING when it is not built
 */
export function createDataset(options: DatasetOptions, capi: Capi = loadCapi()): Dataset {
  checkLengths(options);
  const {data, rows, columns, label, weight, featureNames, categorical, params, reference} = options;
  const text = paramsToString({
    categorical_feature: categorical?.length ? categorical : undefined,
    ...params
  });
  const out: [Handle] = [null];
  const created = capi.LGBM_DatasetCreateFromMat(
    data,
    matrixType(data),
    rows,
    columns,
    1,
    text,
    reference?.handle ?? null,
    out
  );
  check(capi, "LGBM_DatasetCreateFromMat", created);
  const dataset = wrap(capi, out[0], rows, columns);
  const {handle} = dataset;
  const setField = (name: string, values: Float32Array) =>
    check(
      capi,
      "LGBM_DatasetSetField",
      capi.LGBM_DatasetSetField(handle, name, values, values.length, DTYPE.float32)
    );
  try {
    if (label) setField("label", label);
    if (weight) setField("weight", weight);
    if (featureNames)
      check(
        capi,
        "LGBM_DatasetSetFeatureNames",
        capi.LGBM_DatasetSetFeatureNames(handle, [...featureNames], columns)
      );
  } catch (error) {
    dataset.dispose();
    throw error;
  }
  return dataset;
}

/**
 * Takes some rows of a dataset, ascending, with its bins and their outcomes; it lives by itself.
 * @throws LIGHTGBM_FAILED
 */
export function takeRows(
  {handle, columns}: Dataset,
  rows: Int32Array,
  params: Params,
  capi: Capi = loadCapi()
): Dataset {
  const out: [Handle] = [null];
  const text = paramsToString(params);
  const taken = capi.LGBM_DatasetGetSubset(handle, rows, rows.length, text, out);
  check(capi, "LGBM_DatasetGetSubset", taken);
  return wrap(capi, out[0], rows.length, columns);
}

function wrap(capi: Capi, handle: Handle, rows: number, columns: number): Dataset {
  let alive = true;
  return {
    handle,
    rows,
    columns,
    dispose() {
      if (!alive) return;
      alive = false;
      capi.LGBM_DatasetFree(handle);
    }
  };
}
