import type {Worker} from "node:worker_threads";
import {createTypeScriptWorker} from "../../../loaders/tasks/typescriptWorker.ts";
import {type ErrorCode, ScorebookError} from "../../../src/core/errors.ts";
import type {Params} from "../../lightgbm/params.ts";
import type {FromThread, Measured, Setup, ToThread} from "./messages.ts";

export interface Evaluation {
  params: Params;
  /** Most iterations. */
  maxRounds: number;
  /** Scores at the last iteration. */
  allRounds?: boolean;
  /** Of the folds. */
  seed: number;
  onRound?: (fold: number, round: number) => void;
  /** Is told how good the trial is after each fold from the second on; false ends it. */
  onFolds?: (done: number, measured: Measured) => boolean;
}

export type Evaluated = Omit<Extract<FromThread, {kind: "done"}>, "kind">;

/** A thread that evaluates one trial at a time. */
export interface Evaluator {
  /** @throws LIGHTGBM_FAILED, LIGHTGBM_MISSING, USAGE */
  evaluate(evaluation: Evaluation): Promise<Evaluated>;
  close(): Promise<void>;
}

/** Starts a thread that holds the folds of a search. */
export function createEvaluator(setup: Setup): Evaluator {
  const worker: Worker = createTypeScriptWorker(new URL("./thread.ts", import.meta.url), setup);
  const send = (message: ToThread) => worker.postMessage(message);
  return {
    evaluate: ({params, maxRounds, allRounds = false, seed, onRound, onFolds}) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          worker.off("message", onMessage).off("error", onError).off("exit", onExit);
          act();
        };
        const onError = (error: Error) => settle(() => reject(error));
        const onExit = (code: number) =>
          settle(() => reject(new Error(`A thread of the search ended with code ${code}.`)));
        const onMessage = (message: FromThread) => {
          if (message.kind === "round") onRound?.(message.fold, message.round);
          else if (message.kind === "folds")
            send({kind: "go on", isWanted: onFolds?.(message.done, message) ?? true});
          else if (message.kind === "done") settle(() => resolve(message));
          else
            settle(() =>
              reject(
                message.code
                  ? new ScorebookError(message.code as ErrorCode, message.message)
                  : new Error(message.message)
              )
            );
        };
        worker.on("message", onMessage).on("error", onError).on("exit", onExit);
        send({kind: "trial", params, maxRounds, allRounds, seed});
      }),
    async close() {
      await worker.terminate();
    }
  };
}
