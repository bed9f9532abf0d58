import type {History} from "../../loaders/history/read.ts";
import type {FeatureStore} from "../../loaders/store.ts";
import type {PolicyLimits} from "../../src/core/credit/policy.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Clock} from "../clock.ts";
import type {Config} from "../config.ts";
import {createEvidence} from "../decisions/evidence.ts";
import type {EvidenceSource} from "../decisions/outcome.ts";
import {createInference, type Inference} from "../inference/inference.ts";
import {type ClientEngine, createClientEngine} from "../scoring/clientEngine.ts";
import type {ModelFiles} from "../scoring/modelStore.ts";
import {createWorkbench, type Workbench} from "../scoring/workbench.ts";

/** A model, and which promotion made it the served one; 0 for the configuration's. */
export interface ChosenModel {
  files: ModelFiles;
  promotion: number;
}

/** Everything that is answered by one model on one run of the features. */
export interface ServedModel {
  readonly chosen: ChosenModel;
  readonly engine: ClientEngine;
  readonly workbench: Workbench;
  readonly evidence: EvidenceSource;
  readonly inference: Inference;
}

/** So many clients are scored before a model is served. */
const TRIED_CLIENTS = 50;

/**
 * Makes a model ready on features and history, and tries it: its inputs are there, its policy can decide, and it
 * scores the first clients with finite numbers.
 * @throws MODEL_INVALID, CONFIG_INVALID
 */
export function createServedModel(
  chosen: ChosenModel,
  parts: {
    store: FeatureStore;
    history: History;
    config: Pick<Config, "cost" | "score">;
    limits: () => PolicyLimits | null;
    clock: Clock;
  }
): ServedModel {
  const {store} = parts;
  const {files} = chosen;
  const engine = createClientEngine({files, ...parts});
  void engine.policy;
  for (const clientId of store.ids.subarray(0, TRIED_CLIENTS)) {
    const points = engine.points(engine.toInput(engine.row(clientId)));
    if (!Number.isFinite(points))
      throw new ScorebookError(
        "MODEL_INVALID",
        `${files.dir} gives client ${clientId} a score of ${points}; expected a finite number.`
      );
  }
  makeExplainer(engine);
  return {
    chosen,
    engine,
    workbench: createWorkbench({engine, store}),
    evidence: createEvidence({engine, store, files}),
    inference: createInference({engine, store})
  };
}

/** Prepares explanations, so that the first one after a change does not wait; a model without any serves scores. */
function makeExplainer(engine: ClientEngine): void {
  try {
    engine.explainer();
  } catch (error) {
    if (!(error instanceof ScorebookError && error.code === "EXPLANATION_UNSUPPORTED")) throw error;
  }
}
