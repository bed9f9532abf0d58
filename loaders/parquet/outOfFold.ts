import pl from "nodejs-polars";

/** What a model said of clients it was not trained on, one entry per labelled client. */
export interface OutOfFold {
  clientIds: ArrayLike<number>;
  /** The fold that held the client out. */
  folds: ArrayLike<number>;
  /** Log-odds, before calibration. */
  rawScores: ArrayLike<number>;
}

/** Reads the out-of-fold scores that training kept: columns clientId, fold, rawScore. */
export function readOutOfFold(path: string): OutOfFold {
  const frame = pl.scanParquet(path).select("clientId", "fold", "rawScore").collectSync();
  const column = (name: string) => frame.getColumn(name).toTypedArray() as unknown as ArrayLike<number>;
  return {clientIds: column("clientId"), folds: column("fold"), rawScores: column("rawScore")};
}
