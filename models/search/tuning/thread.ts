import {once} from "node:events";
import {parentPort, workerData} from "node:worker_threads";
import {ScorebookError} from "../../../src/core/errors.ts";
import {foldByFold} from "./foldByFold.ts";
import type {FromThread, Measured, Setup, ToThread} from "./messages.ts";
import {measure} from "./objective.ts";
import {type PreparedFolds, prepareFolds} from "./searchData.ts";

const {data, folds, seed, cost, patience} = workerData as Setup;
const port = parentPort!;
const tell = (message: FromThread) => port.postMessage(message);
const prepared = new Map<number, PreparedFolds>();

async function evaluate({
  params,
  allRounds,
  maxRounds,
  seed: ofFolds
}: Extract<ToThread, {kind: "trial"}>): Promise<void> {
  // Only the folds of the last seed are kept.
  if (!prepared.has(ofFolds)) prepared.clear();
  const own = prepared.get(ofFolds) ?? prepareFolds(data, {folds, seed: ofFolds});
  prepared.set(ofFolds, own);
  let last: Measured = {auc: Number.NaN, costPerClient: Number.NaN};
  const {rawScore, rounds, roundsPerFold} = await foldByFold(own, {
    params: {...params, seed},
    maxRounds,
    patience,
    allRounds,
    onRound(fold, round) {
      if (round % 25 === 0) tell({kind: "round", fold, round});
    },
    async onFolds(done, rows, scores) {
      const target = Uint8Array.from(rows, (row) => data.target[row]!);
      last = measure(
        target,
        Float64Array.from(rows, (row) => scores[row]!),
        cost
      );
      tell({kind: "folds", done, ...last});
      const [answer] = (await once(port, "message")) as [Extract<ToThread, {kind: "go on"}>];
      return answer.isWanted;
    }
  });
  const kept = rawScore && Float32Array.from(rawScore);
  tell({kind: "done", rawScore: kept, rounds, roundsPerFold, ...last});
}

port.on("message", (message: ToThread) => {
  if (message.kind !== "trial") return;
  evaluate(message).catch((error: unknown) => {
    const code = error instanceof ScorebookError ? error.code : undefined;
    tell({kind: "failed", code, message: error instanceof Error ? error.message : String(error)});
  });
});
