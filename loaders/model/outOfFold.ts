import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import pl from "nodejs-polars";
import {ScorebookError} from "../../src/core/errors.ts";
import type {AnyManifest} from "../../src/core/schema/manifestImported.ts";
import {indexOfSorted} from "../store.ts";

export const OUT_OF_FOLD_FILE = "oof.parquet";

/** models/<name>/oof.parquet: each training client, scored by the fold model that has not seen them; ids ascending. */
export interface OutOfFoldColumns {
  clientId: Int32Array;
  /** 0 to folds − 1. */
  fold: Uint8Array;
  /** Log-odds before calibration. */
  rawScore: Float64Array;
  /** Calibrated by the model's calibration, 0–1. */
  probabilityOfDefault: Float64Array;
  /** See createApplicationDigest. */
  application: Uint32Array;
}

export interface OutOfFoldScores extends OutOfFoldColumns {
  /** Finds a training client by id and digest of the application; −1 for everyone else. */
  indexOf(clientId: number, application: number): number;
}

/** Writes the columns as the bytes of a Parquet file; the same columns give the same bytes. */
export function writeOutOfFold(columns: OutOfFoldColumns): Buffer {
  const {clientId, fold, rawScore, probabilityOfDefault, application} = columns;
  return pl
    .DataFrame([
      pl.Series("clientId", [...clientId], pl.Int32),
      pl.Series("fold", [...fold], pl.Int32),
      pl.Series("rawScore", [...rawScore], pl.Float64),
      pl.Series("probabilityOfDefault", [...probabilityOfDefault], pl.Float64),
      pl.Series("application", [...application], pl.UInt32)
    ])
    .writeParquet({compression: "zstd"});
}

/**
 * Reads the out-of-fold scores in a model's folder and holds them against its manifest. A model that was trained
 * elsewhere has none.
 * @throws MODEL_MISSING when the file is not there, MODEL_INVALID when the manifest names none or another one
 */
export function readOutOfFold(
  dir: string,
  manifest: Pick<AnyManifest, "files" | "metrics">
): OutOfFoldScores {
  if (manifest.metrics === null) return NOBODY;
  const path = join(dir, OUT_OF_FOLD_FILE);
  const stated = manifest.files.find((file) => file.path === OUT_OF_FOLD_FILE);
  if (!stated)
    throw new ScorebookError(
      "MODEL_INVALID",
      `The manifest in ${dir} names no ${OUT_OF_FOLD_FILE}, without which nobody can tell whom the model has learned from; train the model again with npm run train.`
    );
  const bytes = read(path);
  if (createHash("sha256").update(bytes).digest("hex") !== stated.sha256)
    throw new ScorebookError(
      "MODEL_INVALID",
      `${path} is not the file that its manifest states (sha256 ${stated.sha256.slice(0, 12)}… was expected); train the model again or restore the file.`
    );
  const frame = pl.readParquet(bytes);
  const values = (name: string) => frame.getColumn(name).toArray() as number[];
  const columns: OutOfFoldColumns = {
    clientId: Int32Array.from(values("clientId")),
    fold: Uint8Array.from(values("fold")),
    rawScore: Float64Array.from(values("rawScore")),
    probabilityOfDefault: Float64Array.from(values("probabilityOfDefault")),
    application: Uint32Array.from(values("application"))
  };
  return {
    ...columns,
    indexOf(clientId, application) {
      const index = indexOfSorted(columns.clientId, clientId);
      return index >= 0 && columns.application[index] === application ? index : -1;
    }
  };
}

const NOBODY: OutOfFoldScores = {
  clientId: new Int32Array(),
  fold: new Uint8Array(),
  rawScore: new Float64Array(),
  probabilityOfDefault: new Float64Array(),
  application: new Uint32Array(),
  indexOf: () => -1
};

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new ScorebookError(
      "MODEL_MISSING",
      `${path} cannot be read (${(error as NodeJS.ErrnoException).code}); expected the out-of-fold scores that npm run train writes beside the model.`
    );
  }
}
