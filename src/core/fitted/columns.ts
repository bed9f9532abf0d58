import type {ManifestFeature} from "../schema/manifest.ts";

/** One catalogue feature with its value for every client; NaN = missing, codes for categories. */
export interface FittedColumn {
  feature: ManifestFeature;
  values: ArrayLike<number>;
}

/** The columns that fitted features are made from, by name. A column that is absent leaves its features out. */
export type FittedColumns = ReadonlyMap<string, FittedColumn>;
