import {rename, rm} from "node:fs/promises";
import pl from "nodejs-polars";
import type {FeatureMatrix} from "./batch.ts";

/** Writes the features for analysts: SK_ID_CURR, TARGET (null when unlabelled), one Float32 column per feature. */
export async function writeFeatureParquet(
  path: string,
  {ids, targets, rows}: FeatureMatrix,
  names: readonly string[]
): Promise<void> {
  const aside = `${path}.part`;
  const columns = names.map((name, j) => {
    const values = new Float32Array(ids.length);
    for (let i = 0; i < ids.length; i++) values[i] = rows[i * names.length + j]!;
    return pl.Series(name, values, pl.Float32);
  });
  const target = pl.Series("TARGET", targets, pl.Int8);
  const missing = pl.lit(-1).cast(pl.Int8);
  const frame = pl.DataFrame([pl.Series("SK_ID_CURR", ids, pl.Int32), target, ...columns]);
  try {
    frame
      .withColumns(
        pl
          .when(pl.col("TARGET").eq(missing))
          .then(pl.lit(null))
          .otherwise(pl.col("TARGET"))
          .cast(pl.Int8)
          .alias("TARGET"),
        ...names.map((name) => pl.col(name).fillNan(pl.lit(null).cast(pl.Float32)).alias(name))
      )
      .writeParquet(aside, {compression: "zstd"});
    await rename(aside, path);
  } finally {
    await rm(aside, {force: true});
  }
}
