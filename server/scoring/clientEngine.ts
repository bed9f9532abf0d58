import type {FeatureStore} from "../../loaders/store.ts";
import {createScorer} from "../../src/core/booster/scorer.ts";
import {assess} from "../../src/core/credit/assess.ts";
import {calibrate} from "../../src/core/credit/calibration.ts";
import {explainScore} from "../../src/core/credit/explanation.ts";
import {createModelInput} from "../../src/core/credit/modelInput.ts";
import {createPolicy, type Policy} from "../../src/core/credit/policy.ts";
import {logOddsToPoints} from "../../src/core/credit/scale.ts";
import {ScorebookError} from "../../src/core/errors.ts";
import type {Manifest} from "../../src/core/schema/manifest.ts";
import {createExplainer, type Explainer} from "../../src/core/shap/explainer.ts";
import type {Clock} from "../clock.ts";
import type {Config} from "../config.ts";
import type {BodyOf, JobKind, ScoringEngine} from "./engine.ts";
import type {ModelFiles} from "./modelStore.ts";

/** An engine on real features, which can also take values that a client does not have. */
export interface ClientEngine extends ScoringEngine {
  readonly manifest: Manifest;
  readonly policy: Policy;
  /** Reads a client's row of the feature store, catalogue order, NaN where missing. @throws CLIENT_UNKNOWN */
  row(clientId: number): Float32Array;
  /** Converts a row in catalogue order to the model's input. */
  toInput(row: ArrayLike<number>): Float64Array;
  /** Computes a body from a model input, which need not be the client's own. */
  computeFrom<K extends JobKind>(kind: K, clientId: number, input: Float64Array): BodyOf[K];
  /** Computes points before rounding, to compare inputs that differ little. */
  points(input: Float64Array): number;
  /** @throws EXPLANATION_UNSUPPORTED */
  explainer(): Explainer;
}

/**
 * Creates the engine of a model on a feature store; costs and scale of the configuration replace the model's own.
 * @throws MODEL_INVALID when the features are not those of the model, CONFIG_INVALID when costs or scale do not fit
 */
export function createClientEngine(parts: {
  files: ModelFiles;
  store: FeatureStore;
  config: Pick<Config, "cost" | "score">;
  clock: Clock;
}): ClientEngine {
  const {files, store, config, clock} = parts;
  const {manifest, booster, ref} = files;
  const policy = createPolicy(manifest, {
    cost: {...manifest.cost, ...config.cost},
    scale: {...manifest.scale, ...config.score}
  });
  const toInput = createModelInput(manifest, store.catalogue.features);
  const score = createScorer(booster);
  let explainerMade: Explainer | undefined;

  function explainer(): Explainer {
    explainerMade ??= createExplainer(booster);
    return explainerMade;
  }

  function row(clientId: number): Float32Array {
    const index = store.indexOf(clientId);
    if (index < 0)
      throw new ScorebookError("CLIENT_UNKNOWN", `There is no client ${clientId} in this data set.`);
    return store.row(index);
  }

  function body<K extends JobKind>(
    kind: K,
    clientId: number,
    input: Float64Array,
    startMs: number
  ): BodyOf[K] {
    const rawScore = score(input);
    const assessed = {clientId, rawScore, ...assess(policy, rawScore)};
    const why =
      kind === "score"
        ? {}
        : explainScore({
            policy,
            features: manifest.features,
            row: input,
            values: explainer().explain(input),
            baseValue: explainer().baseValues[0] as number,
            rawScore,
            reference: manifest.reasons.reference
          });
    return {
      ...assessed,
      model: ref,
      dataAsOf: store.meta.dataAsOf,
      dataAsOfSource: store.meta.dataAsOfSource,
      computedAt: clock.now(),
      durationMs: Math.round((clock.elapsedMs() - startMs) * 1000) / 1000,
      ...why
    } as BodyOf[K];
  }

  return {
    model: ref,
    manifest,
    policy,
    row,
    toInput,
    explainer,
    hasClient: (clientId) => store.indexOf(clientId) >= 0,
    compute(kind, clientId) {
      const startMs = clock.elapsedMs();
      return body(kind, clientId, toInput(row(clientId)), startMs);
    },
    computeFrom: (kind, clientId, input) => body(kind, clientId, input, clock.elapsedMs()),
    points: (input) => logOddsToPoints(policy.scale, calibrate(policy.calibration, score(input)))
  };
}
