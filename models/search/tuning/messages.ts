import type {Cost} from "../../../src/core/credit/cutoff.ts";
import type {Params} from "../../lightgbm/params.ts";
import type {SearchData} from "./searchData.ts";

/** What a thread is started with. */
export interface Setup {
  data: SearchData;
  folds: number;
  seed: number;
  cost: Cost;
  patience: number;
}

/** What a thread is told: a trial to evaluate, then after each report whether to go on. */
export type ToThread =
  | {kind: "trial"; params: Params; seed: number; maxRounds: number; allRounds: boolean}
  | {kind: "go on"; isWanted: boolean};

export interface Measured {
  auc: number;
  costPerClient: number;
}

/** What a thread tells. */
export type FromThread =
  | {kind: "round"; fold: number; round: number}
  | ({kind: "folds"; done: number} & Measured)
  | ({
      kind: "done";
      /** Undefined when the trial was ended early. */
      rawScore: Float32Array | undefined;
      rounds: number;
      roundsPerFold: number[];
    } & Measured)
  | {kind: "failed"; code: string | undefined; message: string};
